// The in-memory core's state and its events.

import type {
  AnswerChanged,
  AskRequest,
  CatalogueChanged,
  ChangeKindView,
  ConnectionView,
  DescriptionStatusView,
  DoubtView,
  DeskChanged,
  DraftStepView,
  EntityTypeView,
  FieldView,
  HabitsView,
  FieldWordsView,
  JournalEntryView,
  StepUnderWayView,
  MirrorChanged,
  NoteView,
  PaceChanged,
  MirrorView,
  ReviewMoved,
  RunMoved,
  LiveCheckView,
  SignInChangeView,
  SignInProgressed,
  SignInView,
  SortRequest,
  KeptViewsView,
  TreePlaceView,
  UiError,
} from '../bindings';
import { PREFERENCES } from './preferences';
import { DESCRIBED_GROUPS, DESCRIBED_TYPES, makeDescribedRows } from './bidcore';
import { ENTITY_TYPES, GROUPS } from './catalogue';
import { makeRows, type Row } from './rows';
import type { FakeRun } from './runs';
import type { Ending } from './sign-in';

export interface Change {
  entityType: string;
  id: string;
  kind: ChangeKindView;
  fields: Map<string, unknown>;
  /** The action that the change of `workflow` stands for. */
  action?: string;
  /** Not ticked. */
  leftOut?: boolean;
  /** Somebody else changed the record too. */
  there?: FakeConflict;
  preparedBy?: string;
  /** A create without an answer. */
  doubt?: Pick<DoubtView, 'sentAt' | 'reason' | 'lookedAt' | 'isWhole' | 'candidates'>;
}

/** What somebody else made of a record, by field, as the service holds it. */
export interface FakeConflict {
  by: string | null;
  at: number | null;
  thenAt: number | null;
  theirs: Map<string, unknown>;
  /** Fields of which a person chose the own. */
  kept: Set<string>;
}

export type Changes = Map<string, Change>;

/** What the unsent changes were before and after a step of drafting. */
export interface FakeStep {
  step: DraftStepView;
  before: Changes;
  after: Changes;
}

export interface FakeView {
  entityType: string;
  columns: string[];
  ids: string[];
  sort: SortRequest[];
  places: Map<string, TreePlaceView>;
}

export const COMPANY = 'Fernhill Engineering';
export const ID = 'demo-fernhill';

function fresh() {
  return {
    rows: new Map([...makeRows(), ...makeDescribedRows()]),
    changes: new Map<string, Change>(),
    views: new Map<number, FakeView>(),
    mirrors: new Map<string, MirrorView>(),
    signIns: new Map<string, SignInView>(),
    runs: new Map<string, FakeRun>(),
    /** Rows being read again, and what somebody else turns out to have made of them. */
    liveCheck: null as LiveCheckView | null,
    foundThere: new Map<string, FakeConflict>(),
    /** Milliseconds that a change, or the look at a row, takes. */
    changeTakes: 60,
    /** Milliseconds that a step over many rows takes. */
    stepTakes: 0,
    underWay: null as StepUnderWayView | null,
    journal: [] as JournalEntryView[],
    journalBehind: 0,
    /** By number, when it was undone. */
    undone: new Map<number, number>(),
    journalBrokenAt: null as number | null,
    steps: [] as FakeStep[],
    undoneSteps: [] as FakeStep[],
    notes: [] as NoteView[],
    /** Parents below which rows were read, and when. */
    below: new Map<string, number>(),
    answers: new Map<number, string[]>(),
    asked: [] as AskRequest[],
    refuseExpression: false,
    /** Fields that records taught, by entity type. */
    learnt: new Map<string, FieldView[]>(),
    connected: false,
    signedIn: false,
    ending: 'signedIn' as Ending,
    keyringLocked: false,
    /** What `connect` answers instead of beginning. */
    refusal: null as UiError | null,
    mayWrite: true,
    /** Connections besides the demo. */
    others: [] as ConnectionView[],
    /** What another try was asked to do differently, in order. */
    retried: [] as SignInChangeView[],
    expiresAt: Date.now() + 37 * 60_000,
    preferences: PREFERENCES,
    lastPlace: null as string | null,
    kept: { views: [], allRows: [] } as KeptViewsView,
    opened: [] as string[],
    descriptions: new Map<string, DescriptionStatusView>(),
    habits: new Map<string, HabitsView>(),
    /** Milliseconds until a preview is there. */
    previewTakes: 20,
    /** A file is chosen in the dialog; else it is closed without a choice. */
    file: true,
    actionWords: new Map<string, string>(),
    /** The ids whose records' names were asked for, once for each time. */
    named: [] as string[][],
    /** By record: what the service said of it when it last refused its change. */
    said: new Map<string, FakeWords>(),
    /** Entity types whose deletes the service turned out not to offer. */
    notOffered: new Set<string>(),
    /** The status that a record's change is answered with, instead of what would happen. */
    statuses: new Map<string, number>(),
    next: 1,
  };
}

export let state = fresh();

export function reset(): void {
  state = fresh();
}

export function mirror(entityType: string): MirrorView {
  let found = state.mirrors.get(entityType);
  if (!found) {
    found = {
      entityType,
      rows: 0,
      expectedRows: null,
      state: 'empty',
      asOf: null,
      problem: null,
      progress: null,
      found: null,
      unsent: 0,
      kept: true,
    };
    state.mirrors.set(entityType, found);
  }
  const unsent = [...state.changes.values()].filter((c) => c.entityType === entityType).length;
  found = { ...found, unsent };
  state.mirrors.set(entityType, found);
  return found;
}

/** What a service that is told by its description refused a record with: at fields and as a whole. */
export interface FakeWords {
  fields: Map<string, FieldWordsView[]>;
  whole: string[];
}

const isDescribed = (connectionId: string): boolean =>
  state.others.some((one) => one.id === connectionId && one.isDescribed);
const typesOf = (connectionId: string): EntityTypeView[] =>
  isDescribed(connectionId) ? DESCRIBED_TYPES : ENTITY_TYPES;
export const groupsOf = (connectionId: string): string[] =>
  isDescribed(connectionId) ? DESCRIBED_GROUPS : GROUPS;
export const allMirrors = (connectionId: string): MirrorView[] =>
  typesOf(connectionId).map((type) => mirror(type.name));
export const rowsOf = (entityType: string): Row[] => state.rows.get(entityType) ?? [];
export const types = (connectionId: string): EntityTypeView[] => known(typesOf(connectionId));
const known = (types: EntityTypeView[]): EntityTypeView[] =>
  types.map((type) => ({
    ...type,
    mayDelete: type.mayDelete && !state.notOffered.has(type.name),
    fields: [...type.fields, ...(state.learnt.get(type.name) ?? [])],
  }));
export const typeOf = (name: string) =>
  known([...ENTITY_TYPES, ...DESCRIBED_TYPES].filter((type) => type.name === name))[0]!;
export const keyOf = (entityType: string, id: string) => `${entityType}/${id}`;

/** What waits to be sent to the service of a connection. */
export const changesOf = (connectionId: string): [string, Change][] => {
  const names = new Set(typesOf(connectionId).map((type) => type.name));
  return [...state.changes].filter(([, change]) => names.has(change.entityType));
};

/** A connection as it is when nothing else is said of it. */
export const connectionOf = (given: Partial<ConnectionView>): ConnectionView => ({
  id: ID,
  grant: 'authorizationCode',
  isDescribed: false,
  needsPreview: false,
  serviceTitle: 'BQE CORE',
  company: COMPANY,
  mark: 'FE',
  person: 'Priya Nair',
  personEmail: 'priya.nair@fernhill.example',
  environment: 'demo',
  session: { state: 'ready', expiresAt: state.expiresAt, renews: true, reason: null },
  baseUrl: 'http://127.0.0.1:41873/api',
  scopes: [],
  mayWrite: true,
  pkce: true,
  unsentChanges: changesOf(given.id ?? ID).length,
  allowedRequestsPerMinute: 100,
  pace: { perMinute: 80, used: 62, waiting: 0, pausedUntil: null },
  problem: null,
  ...given,
});

type Listener<T> = (event: { payload: T }) => void;

function channel<T>() {
  const listeners = new Set<Listener<T>>();
  return {
    listen: (listener: Listener<T>) => {
      listeners.add(listener);
      return Promise.resolve(() => void listeners.delete(listener));
    },
    send: (payload: T) => listeners.forEach((listener) => listener({ payload })),
  };
}

export const events = {
  catalogueChanged: channel<CatalogueChanged>(),
  deskChanged: channel<DeskChanged>(),
  mirrorChanged: channel<MirrorChanged>(),
  paceChanged: channel<PaceChanged>(),
  answerChanged: channel<AnswerChanged>(),
  reviewMoved: channel<ReviewMoved>(),
  runMoved: channel<RunMoved>(),
  signInProgressed: channel<SignInProgressed>(),
};
