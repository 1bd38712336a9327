// Many unsent changes at once, and taking back what was drafted.

import type {
  BulkEditRequest,
  BulkSampleView,
  commands as Commands,
  RowChoice,
  UnsentView,
} from '../bindings';
import { keptBy } from './dependants';
import { fail } from './fail';
import { cellOf, changeOf, found, isSame, problemOf, raw, stored, titleOf } from './records';
import { keyOf, state, typeOf } from './state';
import { inStep, redo, standing, undo } from './steps';

const FIRST = 5;
const MOST = 100_000;

function idsOf({ viewId, selection: { all, ids } }: RowChoice): string[] {
  if (!all) return ids;
  const view = state.views.get(viewId ?? -1) ?? fail({ message: 'This view was dropped.' });
  return view.ids.filter((id) => !ids.includes(id));
}

function valueAfter({ operation }: BulkEditRequest, held: unknown): unknown {
  const number = Number(held ?? 0);
  const rounded = (value: number) => String(Math.round(value * 100) / 100);
  switch (operation.kind) {
    case 'set':
      return operation.value;
    case 'add':
      return held === null ? null : rounded(number + Number(operation.amount));
    case 'percent':
      return held === null ? null : rounded(number * (1 + Number(operation.percent) / 100));
    case 'replace': {
      const text = String(held ?? '');
      const same = (a: string, b: string) =>
        operation.matchCase ? a === b : a.toLowerCase() === b.toLowerCase();
      if (operation.whole) return same(text, operation.find) ? operation.with : held;
      const found = new RegExp(
        operation.find.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
        operation.matchCase ? 'g' : 'gi',
      );
      return text.replaceAll(found, () => operation.with);
    }
  }
}

interface Planned {
  id: string;
  before: unknown;
  after: unknown;
}

function planOf(request: BulkEditRequest) {
  const ids = idsOf(request.rows);
  if (ids.length > MOST) fail({ message: 'At most 100,000 rows are changed at once.' });
  const field =
    typeOf(request.entityType).fields.find((one) => one.name === request.field) ??
    fail({ message: 'This field is gone.' });
  const marked = ids.filter((id) => changeOf(request.entityType, id)?.kind === 'delete');
  const plan = ids
    .filter((id) => !marked.includes(id))
    .map((id): Planned => {
      const before = raw(request.entityType, id, field.name);
      return { id, before, after: valueAfter(request, before) };
    });
  const changed = plan.filter((one) => !isSame(field, one.before, one.after));
  const reasons =
    marked.length > 0
      ? [
          marked.length === 1
            ? '1 is marked for deletion'
            : `${marked.length} are marked for deletion`,
        ]
      : [];
  return { ids, field, changed, unchanged: plan.length - changed.length, reasons };
}

/** Set by the fake core, which tells the window of what changed. */
let tell: (entityType: string) => UnsentView = () => ({ changes: 0, createdId: null });
export const tellDrafts = (how: typeof tell): void => {
  tell = how;
};

/** Goes through the rows of a step in the time that steps take. */
async function passThrough(total: number): Promise<void> {
  if (state.stepTakes === 0) return;
  const step = state.next++;
  const parts = 20;
  for (let part = 0; part < parts; part++) {
    if (part > 0 && state.underWay?.step !== step)
      fail({ code: 'cancelled', message: 'It was stopped. Nothing was changed.' });
    state.underWay = { step, done: Math.floor((total * part) / parts), total };
    await new Promise((done) => setTimeout(done, state.stepTakes / parts));
  }
  state.underWay = null;
}

export const drafting = {
  previewBulkEdit: async (request) => {
    const { ids, field, changed, unchanged, reasons } = planOf(request);
    const problem = (after: unknown) => problemOf(request.entityType, field, after);
    return {
      rows: ids.length,
      changed: changed.length,
      unchanged,
      faulty: changed.filter((one) => problem(one.after) !== null).length,
      reasons,
      samples: changed.slice(0, FIRST).map(({ id, before, after }): BulkSampleView => ({
        id,
        title: titleOf(request.entityType, id),
        before: cellOf(field, before),
        after: cellOf(field, after),
        problem: problem(after),
      })),
    };
  },
  bulkEdit: async (request) =>
    inStep('bulkEdit', request.field, async () => {
      await passThrough(idsOf(request.rows).length);
      const { field, changed, unchanged, reasons } = planOf(request);
      for (const { id, after } of changed) {
        const key = keyOf(request.entityType, id);
        const held = state.changes.get(key);
        const fields = new Map(held?.fields);
        if (isSame(field, stored(request.entityType, id)?.[field.name] ?? null, after))
          fields.delete(field.name);
        else fields.set(field.name, after);
        const kind = held?.kind ?? 'edit';
        if (kind === 'edit' && fields.size === 0) state.changes.delete(key);
        else state.changes.set(key, { ...held, entityType: request.entityType, id, kind, fields });
      }
      const { changes } = tell(request.entityType);
      return { changes, changed: changed.length, unchanged, reasons };
    }),
  createRows: async ({ entityType, rows }) =>
    inStep('paste', undefined, async () => {
      const type = typeOf(entityType);
      for (const { values } of rows) {
        const id = `new:${state.next++}`;
        const fields = new Map(
          values.map(({ field, value }) => [
            field,
            found(
              type.fields.find((one) => one.name === field)!,
              value,
            ),
          ]),
        );
        state.changes.set(keyOf(entityType, id), { entityType, id, kind: 'create', fields });
      }
      return tell(entityType);
    }),
  duplicateRows: async ({ entityType, rows }) =>
    inStep('duplicate', undefined, async () => {
      const ids = idsOf(rows);
      await passThrough(ids.length);
      for (const id of ids) {
        const fields = new Map(
          typeOf(entityType)
            .fields.filter((field) => field.editable)
            .map((field) => [field.name, raw(entityType, id, field.name)] as const)
            .filter(([, value]) => value !== null),
        );
        const copy = `new:${state.next++}`;
        state.changes.set(keyOf(entityType, copy), {
          entityType,
          id: copy,
          kind: 'create',
          fields,
        });
      }
      const { changes } = tell(entityType);
      return { changes, changed: ids.length, unchanged: 0, reasons: [] };
    }),
  checkDeletes: async ({ entityType, rows }) => {
    const ids = idsOf(rows);
    const kept = ids.filter((id) => keptBy(entityType, id).length > 0);
    const edited = ids.filter((id) => changeOf(entityType, id)?.kind === 'edit');
    const created = ids.filter((id) => id.startsWith('new:'));
    return {
      rows: ids.length,
      free: ids.length - kept.length,
      kept:
        kept.length > 0
          ? [{ reason: 'are used by other records', count: kept.length, ids: kept }]
          : [],
      withDependants: 0,
      withEdits: edited.length,
      newRecords: created.length,
      isWhole: true,
      rules: [],
    };
  },
  markRows: async ({ entityType, rows }) =>
    inStep('delete', undefined, async () => {
      const ids = idsOf(rows);
      await passThrough(ids.length);
      for (const id of ids) {
        const key = keyOf(entityType, id);
        if (id.startsWith('new:')) state.changes.delete(key);
        else state.changes.set(key, { entityType, id, kind: 'delete', fields: new Map() });
      }
      return tell(entityType);
    }),
  stepUnderWay: async () => state.underWay,
  stopStep: async () => {
    state.underWay = null;
    return null;
  },
  draftSteps: async () => standing(),
  undoDraftStep: async () => moved(undo()),
  redoDraftStep: async () => moved(redo()),
} satisfies Partial<typeof Commands>;

function moved({ step, left }: ReturnType<typeof undo>) {
  if (step) tell(step.entityType ?? '');
  return { changes: state.changes.size, step, left, steps: standing() };
}
