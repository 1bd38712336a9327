// Filters, kept views, preferences and what belongs together.

import type {
  commands as Commands,
  RecordHitView,
  SavedViewView,
  SelectionRequest,
} from '../bindings';
import { showValue } from '../../format/values';
import { fail } from './fail';
import { keyOfCell } from './filtered';
import { idsOf } from './question';
import { cellOf, changeOf, raw, titleOf, valueOf } from './records';
import { ID, mirror, rowsOf, state, typeOf, types } from './state';

const viewOf = (id: string): SavedViewView =>
  state.kept.views.find((one) => one.id === id) ?? fail({ message: 'This view is gone.' });

function chosen(viewId: number, { all, ids }: SelectionRequest) {
  const view = state.views.get(viewId) ?? fail({ message: 'This view was dropped.' });
  return { view, ids: all ? view.ids.filter((id) => !ids.includes(id)) : ids };
}

const hit = (entityType: string, id: string): RecordHitView => ({
  connectionId: ID,
  entityType,
  id,
  label: titleOf(entityType, id),
  detail: null,
});

export const workbench = {
  countRows: async ({ filters, ...question }) =>
    filters.map((filter) => idsOf({ ...question, filter }).length),
  facet: async ({ field: name, text, ...question }) => {
    const field = typeOf(question.entityType).fields.find((one) => one.name === name)!;
    const counts = new Map<string, { value: unknown; rows: number }>();
    for (const one of field.choices) counts.set(String(one.value), { value: one.value, rows: 0 });
    let empty = 0;
    for (const id of idsOf(question)) {
      const value = valueOf(question.entityType, id, field);
      const key = keyOfCell(field, value);
      if (key === null) empty += 1;
      else counts.set(String(key), { value, rows: (counts.get(String(key))?.rows ?? 0) + 1 });
    }
    const values = [...counts.values()]
      .filter(({ value }) => showValue(field, value).toLowerCase().includes(text.toLowerCase()))
      .sort((a, b) => b.rows - a.rows);
    return { values, more: false, empty };
  },
  totals: async ({ viewId, selection, fields }) => {
    const { view, ids } = chosen(viewId, selection);
    const totals = fields.map((field) => {
      const numbers = ids
        .map((id) => raw(view.entityType, id, field))
        .filter((value) => value !== null)
        .map(Number);
      return { field, sum: numbers.reduce((sum, one) => sum + one, 0), values: numbers.length };
    });
    return { rows: ids.length, totals };
  },
  selectedIds: async ({ viewId, selection }) => chosen(viewId, selection).ids,
  rowIndex: async ({ viewId, id }) => {
    const at = state.views.get(viewId)?.ids.indexOf(id) ?? -1;
    return at < 0 ? null : at;
  },
  keptViews: async () => structuredClone(state.kept),
  viewCounts: async () =>
    state.kept.views.map(({ id, entityType, settings: { filter, search } }) => ({
      id,
      rows: idsOf({ entityType, filter, search, parentId: null, answerId: null }).length,
    })),
  saveView: async ({ entityType, id, name, settings }) => {
    if (id !== null) return structuredClone(Object.assign(viewOf(id), { name, settings }));
    const view = {
      id: `view-${state.next++}`,
      entityType,
      name,
      pinned: false,
      settings,
      leftOut: [],
    };
    state.kept.views.push(view);
    return structuredClone(view);
  },
  keepAllRows: async ({ entityType, settings }) => {
    const others = state.kept.allRows.filter((one) => one.entityType !== entityType);
    state.kept.allRows = [...others, { entityType, settings }];
    return null;
  },
  renameView: async ({ id, name }) => structuredClone(Object.assign(viewOf(id), { name })),
  pinView: async ({ id, pinned }) => structuredClone(Object.assign(viewOf(id), { pinned })),
  duplicateView: async ({ id }) => {
    const view = { ...structuredClone(viewOf(id)), id: `view-${state.next++}`, pinned: false };
    view.name = `${view.name} 2`;
    state.kept.views.push(view);
    return structuredClone(view);
  },
  deleteView: async ({ id }) => {
    state.kept.views = state.kept.views.filter((one) => one.id !== id);
    return null;
  },
  shareView: async () => true,
  readView: async () => null,
  preferences: async () => state.preferences,
  setPreferences: async (preferences) => ((state.preferences = preferences), null),
  lastPlace: async () => state.lastPlace,
  setLastPlace: async (place) => ((state.lastPlace = place), null),
  dataOnDisk: async () => [
    {
      connectionId: ID,
      bytes: 48_000_000,
      entityTypes: types(ID)
        .map((type) => ({ type, mirror: mirror(type.name) }))
        .filter(({ mirror: { rows } }) => rows > 0)
        .map(({ type, mirror: { rows, asOf, kept } }) => ({
          entityType: type.name,
          plural: type.plural,
          rows,
          bytes: rows * 2_400,
          asOf,
          kept,
        })),
    },
  ],
  keepEntityType: async ({ entityType, kept }) => {
    state.mirrors.set(entityType, { ...mirror(entityType), kept });
    return null;
  },
  dropEntityType: async ({ entityType }) => {
    state.mirrors.set(entityType, {
      ...mirror(entityType),
      rows: 0,
      state: 'empty',
      asOf: null,
      kept: false,
    });
    return null;
  },
  keyring: async () => ({
    state: state.keyringLocked ? 'locked' : 'answers',
    milliseconds: 12,
    entries: [{ connectionId: ID, name: 'Coredesk, Halden & Marsh' }],
  }),
  about: async () => ({
    version: '0.1.0',
    parts: [{ name: 'SQLite', version: '3.51.0' }],
    dataFolder: '~/.local/share/org.coredesk.app',
    licences: [{ name: 'react', version: '19.3.1', licence: 'MIT' }],
  }),
  saveDiagnostics: async () => true,
  related: async ({ entityType, id }) => ({
    belongsTo: typeOf(entityType)
      .fields.filter((field) => field.kind === 'reference' && !field.array)
      .flatMap((field) => {
        const target = field.referenceTo[0];
        const value = raw(entityType, id, field.name);
        if (!target || !value) return [];
        const label = titleOf(target, String(value));
        return [
          {
            field: field.name,
            fieldTitle: field.title,
            entityType: target,
            id: String(value),
            label,
            detail: null,
          },
        ];
      }),
    pointsHere: types(ID).flatMap((type) =>
      type.fields
        .filter((field) => !field.array && field.referenceTo.includes(entityType))
        .flatMap((field) => {
          const pointing = rowsOf(type.name).filter((row) => row[field.name] === id);
          if (pointing.length === 0) return [];
          return [
            {
              entityType: type.name,
              plural: type.plural,
              field: field.name,
              fieldTitle: field.title,
              rows: pointing.length,
              records: pointing.slice(0, 5).map((row) => hit(type.name, row.id)),
              filterable: true,
            },
          ];
        }),
    ),
    isWhole: true,
    missing: [],
  }),
  history: async ({ entityType, id }) => {
    const change = changeOf(entityType, id);
    const fields = [...(change?.fields ?? [])].flatMap(([name, after]) => {
      const field = typeOf(entityType).fields.find((one) => one.name === name);
      if (!field) return [];
      const before = rowsOf(entityType).find((row) => row.id === id)?.[name];
      const shown = { before: cellOf(field, before), after: cellOf(field, after) };
      return [{ field: name, title: field.title, ...shown }];
    });
    const by = { kind: 'unsent' } as const;
    const unsent = { id: 'unsent', at: Date.now() / 1000, by, changes: fields };
    const sent = state.journal
      .filter((entry) => entry.entityType === entityType && entry.id === id)
      .map(({ number, at, outcome, kind, fields }) => ({
        id: `sent-${number}`,
        at,
        by: { kind: 'sent' as const, number, person: 'Priya Nair', outcome, change: kind },
        changes: fields.map(({ field, title, before, after, action }) => ({
          field,
          title,
          before,
          after: action ?? after,
        })),
      }));
    return { steps: [...(change ? [unsent] : []), ...sent], copies: [Date.now() / 1000] };
  },
  searchRecords: async ({ text }) => {
    const words = text.trim().toLowerCase();
    if (words.length < 2) return [];
    return types(ID)
      .flatMap((type) => rowsOf(type.name).map((row) => hit(type.name, row.id)))
      .filter(({ label }) => label.toLowerCase().includes(words))
      .slice(0, 30);
  },
  askReferences: async ({ entityTypes, text }) =>
    entityTypes
      .flatMap((entityType) => rowsOf(entityType).map((row) => hit(entityType, row.id)))
      .filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()))
      .slice(0, 30),
} satisfies Partial<typeof Commands>;
