// The in-memory core's state and its events.

import type {
  AnswerChanged,
  AskRequest,
  CatalogueChanged,
  ChangeKindView,
  ConnectionView,
  DescriptionStatusView,
  DeskChanged,
  EntityTypeView,
  FieldView,
  HabitsView,
  JournalEntryView,
  MirrorChanged,
  NoteView,
  PaceChanged,
  MirrorView,
  RunProgressed,
  RunView,
  SignInChangeView,
  SignInProgressed,
  SignInView,
  SortRequest,
  ThemeView,
  TreePlaceView,
  UiError,
} from '../bindings';
import { ENTITY_TYPES } from './catalogue';
import { makeRows, type Row } from './rows';
import type { Ending } from './sign-in';

export interface Change {
  entityType: string;
  id: string;
  kind: ChangeKindView;
  fields: Map<string, unknown>;
  /** The action that the change of `workflow` stands for. */
  action?: string;
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
    rows: makeRows(),
    changes: new Map<string, Change>(),
    views: new Map<number, FakeView>(),
    mirrors: new Map<string, MirrorView>(),
    signIns: new Map<string, SignInView>(),
    runs: new Map<string, RunView>(),
    journal: [] as JournalEntryView[],
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
    theme: 'system' as ThemeView,
    opened: [] as string[],
    descriptions: new Map<string, DescriptionStatusView>(),
    habits: new Map<string, HabitsView>(),
    /** Milliseconds until a preview is there. */
    previewTakes: 20,
    /** A file is chosen in the dialog; else it is closed without a choice. */
    file: true,
    actionWords: new Map<string, string>(),
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
    };
    state.mirrors.set(entityType, found);
  }
  const unsent = [...state.changes.values()].filter((c) => c.entityType === entityType).length;
  found = { ...found, unsent };
  state.mirrors.set(entityType, found);
  return found;
}

export const allMirrors = (): MirrorView[] => ENTITY_TYPES.map((type) => mirror(type.name));
export const rowsOf = (entityType: string): Row[] => state.rows.get(entityType) ?? [];
export const types = (): EntityTypeView[] =>
  ENTITY_TYPES.map((type) => ({
    ...type,
    fields: [...type.fields, ...(state.learnt.get(type.name) ?? [])],
  }));
export const typeOf = (name: string) => types().find((type) => type.name === name)!;
export const keyOf = (entityType: string, id: string) => `${entityType}/${id}`;

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
  unsentChanges: state.changes.size,
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
  runProgressed: channel<RunProgressed>(),
  signInProgressed: channel<SignInProgressed>(),
};
