// An in-memory core with the whole contract, for looking at the window without the core and for tests.

import type {
  EntityView,
  OpenConnectionView,
  ReviewView,
  TokenView,
  UiError,
  UnsentView,
} from '../bindings';
import type { commands as Commands } from '../bindings';
import { ENTITY_TYPES, field, GROUPS } from './catalogue';
import {
  cellOf,
  changeOf,
  editOf,
  markOf,
  problemOf,
  rowView,
  stored,
  titleOf,
  valueOf,
} from './records';
import { startRun } from './run';
import { startSignIn, stepSignIn } from './sign-in';
import {
  allMirrors,
  COMPANY,
  events as channels,
  ID,
  keyOf,
  mirror,
  reset,
  rowsOf,
  state,
  typeOf,
  types,
} from './state';

export { channels as events };
export { reset as resetFake, state as fakeState };

/** A record came with a field that nobody had described. */
export function learn(entityType: string, name: string, title: string): void {
  const learnt = field(name, title, 'text', {
    origin: 'learnt',
    summary: 'learnt from BQE CORE’s answers',
  });
  state.learnt.set(entityType, [...(state.learnt.get(entityType) ?? []), learnt]);
  channels.catalogueChanged.send({ connectionId: ID });
}

const fail = (error: Partial<UiError>): never => {
  const whole: UiError = {
    code: 'invalidInput',
    message: 'That cannot be done.',
    nextStep: 'nothing',
    detail: null,
    ...error,
  };
  throw whole;
};

const SCOPES = [
  {
    scope: 'readwrite:core',
    meaning: 'See and change company data',
    usedFor: 'Grid, edits, delete',
    granted: true,
  },
  {
    scope: 'openid email',
    meaning: 'Know who you are',
    usedFor: 'Your name on changes',
    granted: true,
  },
  {
    scope: 'offline_access',
    meaning: 'Stay signed in',
    usedFor: 'Renews without asking you',
    granted: true,
  },
];

function changed(entityType?: string): UnsentView {
  channels.deskChanged.send({ connectionId: ID });
  const types = entityType ? [entityType] : ENTITY_TYPES.map((type) => type.name);
  types.forEach((name) => channels.mirrorChanged.send({ connectionId: ID, mirror: mirror(name) }));
  return { changes: state.changes.size, createdId: null };
}

function load(entityType: string): void {
  const total = rowsOf(entityType).length;
  const step = (rows: number, done: boolean) => {
    if (!done && mirror(entityType).state !== 'loading') return;
    state.mirrors.set(entityType, {
      ...mirror(entityType),
      rows,
      expectedRows: total,
      state: done ? 'complete' : 'loading',
      asOf: done ? Date.now() : null,
    });
    channels.mirrorChanged.send({ connectionId: ID, mirror: mirror(entityType) });
  };
  state.mirrors.set(entityType, { ...mirror(entityType), state: 'loading', expectedRows: total });
  setTimeout(() => step(Math.ceil(total / 2), false), 30);
  setTimeout(() => step(total, true), 80);
}

function search(entityType: string, id: string, text: string): boolean {
  const words = text.toLowerCase();
  return typeOf(entityType).fields.some((field) => {
    const value = valueOf(entityType, id, field);
    const shown =
      typeof value === 'object' && value !== null
        ? (value as { label?: string }).label
        : String(value ?? '');
    return (shown ?? '').toLowerCase().includes(words);
  });
}

function sortable(value: unknown): string | number {
  if (typeof value === 'number') return value;
  return typeof value === 'object' && value !== null
    ? (value as { label: string }).label
    : String(value ?? '');
}

export const commands: typeof Commands = {
  desk: async () => ({
    connections: state.connected
      ? [
          {
            id: ID,
            serviceTitle: 'BQE CORE',
            company: COMPANY,
            mark: 'FE',
            person: 'Priya Nair',
            personEmail: 'priya.nair@fernhill.example',
            environment: 'demo' as const,
            session: {
              state: state.signedIn ? ('ready' as const) : ('signedOut' as const),
              expiresAt: state.signedIn ? state.expiresAt : null,
              renews: true,
              reason: state.signedIn ? null : 'You signed out.',
            },
            baseUrl: 'http://127.0.0.1:41873/api',
            scopes: SCOPES,
            mayWrite: true,
            unsentChanges: state.changes.size,
            allowedRequestsPerMinute: 100,
            problem: null,
          },
        ]
      : [],
    demo: {
      company: COMPANY,
      mark: 'FE',
      entityTypes: 18,
      rows: 21300,
      connectionId: state.connected ? ID : null,
    },
    version: '0.1.0',
  }),
  openDemo: async (): Promise<OpenConnectionView> =>
    state.signedIn
      ? { connectionId: ID, signInId: null }
      : { connectionId: null, signInId: startSignIn() },
  openConnection: async () =>
    state.signedIn
      ? { connectionId: ID, signInId: null }
      : { connectionId: null, signInId: startSignIn() },
  signIn: async (signInId) =>
    state.signIns.get(signInId) ?? fail({ message: 'This sign-in is over.' }),
  cancelSignIn: async (signInId) => (stepSignIn(signInId, 'cancelled'), null),
  openBrowserAgain: async () => null,
  copySignInLink: async () => null,
  pasteRedirect: async ({ signInId, address }) => {
    if (!address.startsWith('http://127.0.0.1'))
      fail({
        message: 'This is not the address the browser ended on: it starts with http://127.0.0.1.',
        nextStep: 'fixField',
      });
    stepSignIn(signInId, 'signedIn');
    return state.signIns.get(signInId)!;
  },
  signOut: async () => ((state.signedIn = false), changed(), null),
  removeConnection: async () => (reset(), changed(), null),
  resetDemo: async () => {
    const { signedIn, connected } = state;
    reset();
    Object.assign(state, { signedIn, connected });
    return (changed(), null);
  },
  theme: async () => state.theme,
  setTheme: async (theme) => ((state.theme = theme), null),
  catalogue: async () => ({ groups: GROUPS, entityTypes: types() }),
  mirrors: async () => allMirrors(),
  syncEntityType: async ({ entityType }) => (load(entityType), null),
  cancelSync: async ({ entityType }) => {
    state.mirrors.set(entityType, { ...mirror(entityType), state: 'partial' });
    channels.mirrorChanged.send({ connectionId: ID, mirror: mirror(entityType) });
    return null;
  },
  openView: async ({ entityType, columns, sort, search: text }) => {
    const created = [...state.changes.values()]
      .filter((c) => c.entityType === entityType && c.kind === 'create')
      .map((c) => c.id);
    let ids = rowsOf(entityType)
      .slice(0, mirror(entityType).rows)
      .map((row) => row.id);
    if (text) ids = ids.filter((id) => search(entityType, id, text));
    for (const { field, descending } of [...sort].reverse()) {
      const view = typeOf(entityType).fields.find((f) => f.name === field)!;
      const keys = new Map(ids.map((id) => [id, sortable(valueOf(entityType, id, view))]));
      const order = (a: string, b: string) =>
        keys.get(a)! < keys.get(b)! ? -1 : keys.get(a)! > keys.get(b)! ? 1 : 0;
      ids.sort((a, b) => (descending ? -order(a, b) : order(a, b)));
    }
    const viewId = state.next++;
    state.views.set(viewId, { entityType, columns, ids: [...created.reverse(), ...ids], sort });
    return { viewId, rows: ids.length + created.length };
  },
  viewRows: async ({ viewId, offset, limit }) => {
    const view = state.views.get(viewId) ?? fail({ message: 'This view was dropped.' });
    return view.ids
      .slice(offset, offset + limit)
      .map((id) => rowView(view.entityType, id, view.columns));
  },
  closeView: async (viewId) => (state.views.delete(viewId), null),
  entity: async ({ entityType, id }): Promise<EntityView> => {
    const row = stored(entityType, id);
    if (!row && !changeOf(entityType, id))
      fail({ code: 'gone', message: 'It no longer exists in BQE CORE.' });
    const values = typeOf(entityType).fields.map((f) => ({
      field: f.name,
      value: f.kind === 'object' ? (row?.[f.name] ?? null) : valueOf(entityType, id, f),
      edit: editOf(entityType, id, f),
    }));
    return {
      id,
      title: titleOf(entityType, id),
      mark: markOf(entityType, id),
      values,
      json: row ? JSON.stringify(row, null, 2) : '',
    };
  },
  searchReferences: async ({ entityTypes, text }) =>
    entityTypes
      .flatMap((entityType) =>
        rowsOf(entityType).map((row) => ({
          entityType,
          id: row.id,
          label: titleOf(entityType, row.id),
          detail: row['code'] ? String(row['code']) : null,
        })),
      )
      .filter((found) =>
        `${found.label} ${found.detail ?? ''}`.toLowerCase().includes(text.toLowerCase()),
      )
      .slice(0, 20),
  editFields: async ({ entityType, edits }) => {
    for (const { id, field, value } of edits) {
      const key = keyOf(entityType, id);
      const change = state.changes.get(key) ?? {
        entityType,
        id,
        kind: 'edit' as const,
        fields: new Map<string, unknown>(),
      };
      const view = typeOf(entityType).fields.find((f) => f.name === field)!;
      const before = stored(entityType, id)?.[field] ?? null;
      const same = JSON.stringify(cellOf(view, before)) === JSON.stringify(cellOf(view, value));
      if (same) change.fields.delete(field);
      else change.fields.set(field, value);
      if (change.kind === 'edit' && change.fields.size === 0) state.changes.delete(key);
      else state.changes.set(key, change);
    }
    return changed(entityType);
  },
  createEntity: async ({ entityType }) => {
    const id = `new:${state.next++}`;
    state.changes.set(keyOf(entityType, id), { entityType, id, kind: 'create', fields: new Map() });
    return { ...changed(entityType), createdId: id };
  },
  markForDeletion: async ({ entityType, ids }) => {
    for (const id of ids) {
      if (id.startsWith('new:')) state.changes.delete(keyOf(entityType, id));
      else
        state.changes.set(keyOf(entityType, id), {
          entityType,
          id,
          kind: 'delete',
          fields: new Map(),
        });
    }
    return changed(entityType);
  },
  revertChange: async ({ entityType, id, field }) => {
    const change = changeOf(entityType, id);
    if (field && change) change.fields.delete(field);
    if (!field || (change?.kind === 'edit' && change.fields.size === 0))
      state.changes.delete(keyOf(entityType, id));
    return changed(entityType);
  },
  discardChanges: async () => (state.changes.clear(), changed()),
  review: async (): Promise<ReviewView> => {
    const all = [...state.changes.entries()];
    const groups = ENTITY_TYPES.map((type) => ({
      entityType: type.name,
      plural: type.plural,
      changes: all
        .filter(([, c]) => c.entityType === type.name)
        .map(([changeId, c]) => ({
          changeId,
          entityType: type.name,
          id: c.id,
          kind: c.kind,
          title: titleOf(type.name, c.id),
          subtitle: c.id,
          fields: [...c.fields].map(([name, value]) => {
            const f = type.fields.find((one) => one.name === name)!;
            return {
              field: name,
              title: f.title,
              before: cellOf(f, stored(type.name, c.id)?.[name]),
              after: cellOf(f, value),
            };
          }),
          problems:
            c.kind === 'delete'
              ? []
              : type.fields
                  .filter((f) => c.kind === 'create' || c.fields.has(f.name))
                  .map((f) => problemOf(type.name, f, c.fields.get(f.name)))
                  .filter((p) => p !== null),
          note: c.kind === 'delete' ? 'Nothing points to it, as far as we can see.' : null,
        })),
    })).filter((group) => group.changes.length > 0);
    const kinds = all.map(([, c]) => c.kind);
    return {
      groups,
      edits: kinds.filter((k) => k === 'edit').length,
      creates: kinds.filter((k) => k === 'create').length,
      deletes: kinds.filter((k) => k === 'delete').length,
      problems: groups.flatMap((g) => g.changes).filter((c) => c.problems.length).length,
      forecastSeconds: Math.ceil(kinds.length * 0.6),
    };
  },
  sendChanges: async ({ changeIds }) => startRun(changeIds, changed),
  run: async (runId) => state.runs.get(runId) ?? fail({ message: 'This run is not known.' }),
  cancelRun: async (runId) => {
    const run = state.runs.get(runId);
    if (run) state.runs.set(runId, { ...run, state: 'cancelled' });
    return null;
  },
  journal: async (limit) => state.journal.slice(0, limit),
  inspectToken: async ({ token }): Promise<TokenView> => ({
    token,
    masked: 'eyJhbGciOiJSUzI1NiIs••••••••••••••••••••••••••••••••••••••••',
    length: 1184,
    readable: true,
    header: [
      { name: 'alg', value: 'RS256', meaning: 'How it is signed: RSA with SHA-256' },
      { name: 'kid', value: 'A71F0C2E', meaning: 'Which of the issuer’s keys signed it' },
      { name: 'typ', value: 'at+jwt', meaning: 'Kind: access token' },
    ],
    claims: [
      { name: 'iss', value: 'http://127.0.0.1:41872', meaning: 'Who issued it' },
      { name: 'aud', value: 'core', meaning: 'For whom it is meant' },
      { name: 'sub', value: '6f9d2c1e', meaning: 'Your number at the issuer' },
      {
        name: 'scope',
        value: '["readwrite:core","openid","email","offline_access"]',
        meaning: 'What it allows',
      },
      { name: 'company_name', value: COMPANY, meaning: '' },
    ],
    issuedAt: state.expiresAt - 60 * 60_000,
    notBefore: null,
    expiresAt: state.expiresAt,
    signature: 'valid',
    signatureReason: 'Checked on this computer with the issuer’s published key A71F0C2E.',
    scopes: [
      ...SCOPES,
      {
        scope: 'admin',
        meaning: 'Manage users and roles',
        usedFor: 'Ask an administrator',
        granted: false,
      },
    ],
    baseUrl: 'http://127.0.0.1:41873/api',
    kept: 'In the system keyring. This window cannot read it.',
  }),
};
