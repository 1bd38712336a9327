// An in-memory core with the whole contract, for looking at the window without the core and for tests.

import type {
  ConnectionView,
  ActionView,
  EntityView,
  FieldEditRequest,
  FoldingRequest,
  OpenConnectionView,
  TreePlaceView,
  UnsentView,
} from '../bindings';
import type { commands as Commands } from '../bindings';
import { isLink } from '../../format/links';
import { DESCRIBED_CONNECTION, DESCRIBED_TYPES, KEPT_WHOLE } from './bidcore';
import { demoIdOf, demos, NORTHLIGHT_ID, signInToNorthlight } from './demos';
import { dependants, tellChanges } from './dependants';
import { drafting, tellDrafts } from './drafting';
import { fail } from './fail';
import { journal } from './journal';
import { review } from './review';
import { runs, tellSent } from './runs';
import { showcase } from './showcase';
import { questionOf, services } from './services';
import { ACTIONS, ENTITY_TYPES, field } from './catalogue';
import {
  cellOf,
  changeOf,
  editOf,
  found,
  isSame,
  markOf,
  raw,
  rowView,
  stored,
  titleOf,
  valueOf,
} from './records';
import { examine, newConnection, SCOPES } from './new-connection';
import { askService, loadBelow, readAgain } from './reading';
import { inStep } from './steps';
import { checkRedirectUri } from './redirect-uri';
import { idsOf } from './question';
import { resetTokens, tokens } from './tokens';
import { workbench } from './workbench';
import { connect, retrySignIn, signInForm, startSignIn, stepSignIn } from './sign-in';
import {
  allMirrors,
  connectionOf,
  events as channels,
  changesOf,
  groupsOf,
  ID,
  keyOf,
  mirror,
  reset,
  rowsOf,
  state,
  typeOf,
  types,
} from './state';

tellChanges(changed);
tellDrafts((entityType) => changed(entityType || undefined));
tellSent(changed);
// For looking at the window without the core: a second company, of a described service.
// The module runs again when it is replaced while the window is open.
if (import.meta.env.MODE === 'fake') {
  state.others = [
    ...state.others.filter((one) => one.id !== DESCRIBED_CONNECTION.id),
    connectionOf(DESCRIBED_CONNECTION),
  ];
  showcase(new URLSearchParams(window.location.search));
}

export { channels as events };
export { state as fakeState };
export { clipboard as fakeClipboard } from './tokens';

export function resetFake(): void {
  reset();
  resetTokens();
}

/** A record came with a field that nobody had described. */
export function learn(entityType: string, name: string, title: string): void {
  const learnt = field(name, title, 'text', {
    origin: 'learnt',
    summary: 'learnt from BQE CORE’s answers',
  });
  state.learnt.set(entityType, [...(state.learnt.get(entityType) ?? []), learnt]);
  channels.catalogueChanged.send({ connectionId: ID });
}

const GRANTED = SCOPES.map((one) => ({
  ...one,
  asked: one.scope !== 'address',
  granted: !['address', 'read:core'].includes(one.scope),
}));

function signedOut(connectionId: string): void {
  const other = state.others.find((one) => one.id === connectionId);
  if (other) other.session = { ...other.session, state: 'signedOut', reason: 'You signed out.' };
  else state.signedIn = false;
  changed();
}

/** All connections, the demo's first. */
const connections = (): ConnectionView[] =>
  structuredClone([...(state.connected ? [demoConnection()] : []), ...state.others.map(counted)]);

/** A described service has records of its own; the others show the demo's. */
const counted = (one: ConnectionView): ConnectionView =>
  one.isDescribed ? { ...one, unsentChanges: changesOf(one.id).length } : one;

const demoConnection = (): ConnectionView =>
  connectionOf({
    session: {
      state: state.signedIn ? 'ready' : 'signedOut',
      expiresAt: state.signedIn ? state.expiresAt : null,
      renews: true,
      reason: state.signedIn ? null : 'You signed out.',
    },
    scopes: GRANTED,
    mayWrite: state.mayWrite,
  });

const signInAgain = (connectionId: string): OpenConnectionView => {
  if (connectionId === NORTHLIGHT_ID) return signInToNorthlight();
  const question = questionOf(connectionId);
  const signInId = question ? null : startSignIn({ connectionId });
  return { connectionId: null, signInId, question };
};

const opened = (connectionId: string): OpenConnectionView => {
  const connection = connections().find((one) => one.id === connectionId);
  return connection && connection.session.state !== 'signedOut'
    ? { connectionId, signInId: null, question: null }
    : signInAgain(connectionId);
};

function changed(entityType?: string): UnsentView {
  channels.deskChanged.send({ connectionId: ID });
  const all = [...ENTITY_TYPES, ...DESCRIBED_TYPES].map((type) => type.name);
  (entityType ? [entityType] : all).forEach(tellMirror);
  return { changes: state.changes.size, createdId: null };
}

/** All connections show the same rows. */
function tellMirror(entityType: string): void {
  for (const { id } of connections())
    channels.mirrorChanged.send({ connectionId: id, mirror: mirror(entityType) });
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
    tellMirror(entityType);
  };
  state.mirrors.set(entityType, { ...mirror(entityType), state: 'loading', expectedRows: total });
  setTimeout(() => step(Math.ceil(total / 2), false), 30);
  setTimeout(() => step(total, true), 80);
}

function sortable(value: unknown): string | number {
  if (typeof value === 'number') return value;
  return typeof value === 'object' && value !== null
    ? (value as { label: string }).label
    : String(value ?? '');
}

/** Two levels are enough here. */
function treeOf(
  entityType: string,
  ids: string[],
  tree: FoldingRequest,
  places: Map<string, TreePlaceView>,
): string[] {
  const parentOf = (id: string) => stored(entityType, id)?.['parentId'] ?? null;
  const below = (parent: unknown) => ids.filter((id) => parentOf(id) === parent);
  return below(null).flatMap((id) => {
    const phases = below(id);
    const open = phases.length > 0 && tree.folded === tree.except.includes(id);
    places.set(id, { depth: 0, hasBelow: phases.length > 0, open });
    phases.forEach((phase) => places.set(phase, { depth: 1, hasBelow: false, open: false }));
    return open ? [id, ...phases] : [id];
  });
}

function refusalOf(entityType: string, id: string, action: ActionView): string | undefined {
  const row = stored(entityType, id);
  if (!row) return 'is new and not sent yet';
  if (row['billStatus'] === 3) return 'is billed';
  const field = typeOf(entityType).fields.find((one) => one.name === 'workflow')!;
  const last = cellOf(field, row['workflow']);
  if (last === action.state) return `is already ${action.state.toLowerCase()}`;
  return action.name === 'submit' || last === 'Submitted' ? undefined : 'is not submitted';
}

/** The field, if all edits are of one. */
const onlyField = (edits: FieldEditRequest[]): string | undefined =>
  edits.every((one) => one.field === edits[0]?.field) ? edits[0]?.field : undefined;

export const commands: typeof Commands = {
  ...drafting,
  ...review,
  ...runs,
  ...journal,
  ...services,
  ...dependants,
  ...workbench,
  ...tokens(connections, signedOut),
  desk: async () => ({
    connections: connections(),
    demos: demos(),
    version: '0.1.0',
  }),
  openDemo: async (service) => opened(demoIdOf(service)),
  openConnection: async (connectionId) => opened(connectionId),
  newConnection: async () => newConnection(),
  checkRedirectUri: async ({ registered, sent }) => checkRedirectUri(registered, sent),
  examineSignIn: async (form) => examine(form),
  connect: async (request) => (state.refusal ? fail(state.refusal) : connect(request)),
  signInForm: async (signInId) =>
    signInForm(signInId) ?? fail({ message: 'This sign-in is over.' }),
  retrySignIn: async (request) => retrySignIn(request),
  keepTokensForThisRun: async () => {
    state.keyringLocked = false;
    return null;
  },
  signInAgain: async (connectionId) => signInAgain(connectionId),
  openDeveloperPortal: async () => null,
  signIn: async (signInId) =>
    state.signIns.get(signInId) ?? fail({ message: 'This sign-in is over.' }),
  cancelSignIn: async (signInId) => (stepSignIn(signInId, 'cancelled'), null),
  openBrowserAgain: async () => null,
  copySignInLink: async () => null,
  pasteRedirect: async ({ signInId, address }) => {
    const { redirectUri = '' } = state.signIns.get(signInId) ?? {};
    if (!address.startsWith(redirectUri))
      fail({
        message: `This is not the address the browser ended on: it starts with ${redirectUri}.`,
        nextStep: 'fixField',
      });
    stepSignIn(signInId, 'signedIn');
    return state.signIns.get(signInId)!;
  },
  signOut: async (connectionId) => (signedOut(connectionId), null),
  removeConnection: async (connectionId) => {
    state.others = state.others.filter((one) => one.id !== connectionId);
    if (connectionId === ID) state.connected = state.signedIn = false;
    return (changed(), null);
  },
  resetDemo: async () => {
    const { signedIn, connected, others } = state;
    reset();
    Object.assign(state, { signedIn, connected, others });
    return (changed(), null);
  },
  catalogue: async (connectionId) => ({
    groups: groupsOf(connectionId),
    entityTypes: types(connectionId),
  }),
  mirrors: async (connectionId) => allMirrors(connectionId),
  syncEntityType: async ({ entityType }) => (load(entityType), null),
  cancelSync: async ({ entityType }) => {
    state.mirrors.set(entityType, { ...mirror(entityType), state: 'partial' });
    tellMirror(entityType);
    return null;
  },
  readAgain,
  loadBelow,
  askService,
  cancelAnswer: async () => null,
  openView: async (request) => {
    const { entityType, columns, sort, tree, parentId } = request;
    const created = [...state.changes.values()]
      .filter((c) => c.entityType === entityType && c.kind === 'create')
      .map((c) => c.id);
    let ids = idsOf(request);
    for (const { field, descending } of [...sort].reverse()) {
      const view = typeOf(entityType).fields.find((f) => f.name === field)!;
      const keys = new Map(ids.map((id) => [id, sortable(valueOf(entityType, id, view))]));
      const order = (a: string, b: string) =>
        keys.get(a)! < keys.get(b)! ? -1 : keys.get(a)! > keys.get(b)! ? 1 : 0;
      ids.sort((a, b) => (descending ? -order(a, b) : order(a, b)));
    }
    const places = new Map<string, TreePlaceView>();
    if (tree) ids = treeOf(entityType, ids, tree, places);
    const viewId = state.next++;
    state.views.set(viewId, {
      entityType,
      columns,
      ids: [...created.reverse(), ...ids],
      sort,
      places,
    });
    const asOf = parentId === null ? null : (state.below.get(parentId) ?? null);
    return { viewId, rows: ids.length + created.length, asOf };
  },
  viewRows: async ({ viewId, offset, limit }) => {
    const view = state.views.get(viewId) ?? fail({ message: 'This view was dropped.' });
    return view.ids
      .slice(offset, offset + limit)
      .map((id) => rowView(view.entityType, id, view.columns, view.places.get(id) ?? null));
  },
  closeView: async (viewId) => (state.views.delete(viewId), null),
  entity: async ({ entityType, id }): Promise<EntityView> => {
    const row = stored(entityType, id);
    const change = changeOf(entityType, id);
    if (!row && !change) fail({ code: 'gone', message: 'It no longer exists in BQE CORE.' });
    const said = state.said.get(keyOf(entityType, id));
    const values = typeOf(entityType).fields.map((f) => ({
      field: f.name,
      value:
        f.kind === 'object' && !KEPT_WHOLE(f)
          ? (row?.[f.name] ?? null)
          : valueOf(entityType, id, f),
      edit: editOf(entityType, id, f),
      whole: KEPT_WHOLE(f) ? structuredClone(raw(entityType, id, f.name)) : null,
      said: said?.fields.get(f.name) ?? [],
    }));
    return {
      id,
      title: titleOf(entityType, id),
      mark: markOf(entityType, id),
      values,
      json: row ? JSON.stringify(row, null, 2) : '',
      editedJson: change?.fields.size
        ? JSON.stringify({ ...row, ...Object.fromEntries(change.fields) }, null, 2)
        : '',
      said: said?.whole ?? [],
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
  referenceLabels: async ({ entityTypes, ids }) => {
    state.named.push(ids);
    return ids.flatMap((id) => {
      const entityType = entityTypes.find((name) => stored(name, id));
      return entityType ? [{ entityType, id, label: titleOf(entityType, id), detail: null }] : [];
    });
  },
  openLink: async ({ entityType, id, field }) => {
    const link = field === null ? `https://files.example/${id}` : stored(entityType, id)?.[field];
    if (!isLink(link)) return fail({ message: 'This link was not opened.' });
    state.opened.push(link);
    return null;
  },
  editFields: async ({ entityType, edits, step }) =>
    inStep(step ?? 'edit', onlyField(edits), async () => {
      for (const { id, field, value: given } of edits) {
        const key = keyOf(entityType, id);
        const change = state.changes.get(key) ?? {
          entityType,
          id,
          kind: 'edit' as const,
          fields: new Map<string, unknown>(),
        };
        const view = typeOf(entityType).fields.find((f) => f.name === field)!;
        const value = found(view, given);
        const before = stored(entityType, id)?.[field] ?? null;
        state.said.get(key)?.fields.delete(field);
        if (isSame(view, before, value)) change.fields.delete(field);
        else change.fields.set(field, value);
        if (change.kind === 'edit' && change.fields.size === 0) state.changes.delete(key);
        else state.changes.set(key, change);
      }
      return changed(entityType);
    }),
  createEntity: async ({ entityType }) =>
    inStep('create', undefined, async () => {
      const id = `new:${state.next++}`;
      state.changes.set(keyOf(entityType, id), {
        entityType,
        id,
        kind: 'create',
        fields: new Map(),
      });
      return { ...changed(entityType), createdId: id };
    }),
  markForDeletion: async ({ entityType, ids }) =>
    inStep('delete', undefined, async () => {
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
    }),
  act: async ({ entityType, ids, action: name, recipient, memo }) =>
    inStep('act', undefined, async () => {
      const action = ACTIONS.find((one) => one.name === name)!;
      const refused = ids.flatMap((id) => {
        const reason = refusalOf(entityType, id, action);
        if (reason) return [{ id, title: titleOf(entityType, id), reason }];
        const key = keyOf(entityType, id);
        const held = state.changes.get(key);
        const fields = new Map(held?.fields).set('workflow', [
          { action: name, ...(recipient && { submitToId: recipient }), ...(memo && { memo }) },
        ]);
        state.changes.set(key, { entityType, id, kind: 'edit', fields, action: action.title });
        return [];
      });
      const counts = new Map<string, number>();
      refused.forEach(({ reason }) => counts.set(reason, (counts.get(reason) ?? 0) + 1));
      return {
        changes: changed(entityType).changes,
        marked: ids.length - refused.length,
        refused,
        reasons: [...counts].map(
          ([reason, n]) => `${n} ${n > 1 ? reason.replace('is', 'are') : reason}`,
        ),
      };
    }),
  actionWords: async () =>
    ACTIONS.map(({ name, title }) => {
      const usual = name[0]!.toUpperCase() + name.slice(1);
      return { action: name, title, word: state.actionWords.get(name) || usual, default: usual };
    }),
  setActionWord: async ({ action, word }) => (state.actionWords.set(action, word.trim()), null),
  keepMine: async ({ entityType, id, field }) => {
    changeOf(entityType, id)?.there?.kept.add(field);
    return changed(entityType);
  },
  revertChange: async ({ entityType, id, field }) =>
    inStep('revert', field ?? undefined, async () => {
      const change = changeOf(entityType, id);
      if (field && change) change.fields.delete(field);
      if (field && change?.there) change.there.kept.add(field);
      if (!field || (change?.kind === 'edit' && change.fields.size === 0))
        state.changes.delete(keyOf(entityType, id));
      return changed(entityType);
    }),
  discardChanges: async () =>
    inStep('discard', undefined, async () => (state.changes.clear(), changed())),
  notes: async (limit) => state.notes.slice(0, limit),
};
