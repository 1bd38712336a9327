// The in-memory core's state and its events.

import type {
  CatalogueChanged,
  ChangeKindView,
  DeskChanged,
  EntityTypeView,
  FieldView,
  JournalEntryView,
  MirrorChanged,
  MirrorView,
  RunProgressed,
  RunView,
  SignInProgressed,
  SignInView,
  SortRequest,
  ThemeView,
} from '../bindings';
import { ENTITY_TYPES } from './catalogue';
import { makeRows, type Row } from './rows';

export interface Change {
  entityType: string;
  id: string;
  kind: ChangeKindView;
  fields: Map<string, unknown>;
}

export interface FakeView {
  entityType: string;
  columns: string[];
  ids: string[];
  sort: SortRequest[];
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
    /** Fields that records taught, by entity type. */
    learnt: new Map<string, FieldView[]>(),
    connected: false,
    signedIn: false,
    deny: false,
    expiresAt: Date.now() + 37 * 60_000,
    theme: 'system' as ThemeView,
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
  runProgressed: channel<RunProgressed>(),
  signInProgressed: channel<SignInProgressed>(),
};
