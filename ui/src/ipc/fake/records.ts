// Rows with unsent changes applied, in the form of cells.

import { KEPT_WHOLE } from './bidcore';
import { ACTIONS } from './catalogue';
import type {
  CellEditView,
  FieldView,
  RowMarkView,
  RowView,
  SaidLineView,
  TreePlaceView,
} from '../bindings';
import type { Row } from './rows';
import { keyOf, rowsOf, state, typeOf, type Change } from './state';

export function titleOf(entityType: string, id: string): string {
  const type = typeOf(entityType);
  const value = type.titleField ? raw(entityType, id, type.titleField) : null;
  return value ? String(value) : id.startsWith('new:') ? `New ${type.title.toLowerCase()}` : id;
}

export const changeOf = (entityType: string, id: string): Change | undefined =>
  state.changes.get(keyOf(entityType, id));
export const stored = (entityType: string, id: string): Row | undefined =>
  rowsOf(entityType).find((row) => row.id === id);

export function raw(entityType: string, id: string, field: string): unknown {
  const change = changeOf(entityType, id);
  return change?.fields.has(field)
    ? change.fields.get(field)
    : (stored(entityType, id)?.[field] ?? null);
}

/** The name, where a reference is given by it. */
const nameIn = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'named' in value ? String(value.named) : undefined;

/** The id of the only record of a name, else the name as it was given. */
export function found(field: FieldView, value: unknown): unknown {
  const name = nameIn(value)?.toLowerCase();
  if (name === undefined) return value;
  const held = field.referenceTo.flatMap((target) =>
    rowsOf(target).filter(
      (row) =>
        row.id === name ||
        titleOf(target, row.id).toLowerCase() === name ||
        String(row['code'] ?? '').toLowerCase() === name,
    ),
  );
  return held.length === 1 ? held[0]!.id : value;
}

export function cellOf(field: FieldView, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (KEPT_WHOLE(field)) return summaryOf(field, value);
  const name = nameIn(value);
  if (name !== undefined) return { id: '', label: name };
  if (field.kind === 'reference') {
    const target = field.referenceTo[0];
    return { id: String(value), label: target ? titleOf(target, String(value)) : String(value) };
  }
  if (field.kind === 'date' && /^\d{4}-/.test(String(value)))
    return `${String(value).slice(0, 10)}T00:00:00`;
  if (field.name === 'workflow') return lastState(value);
  if (field.kind === 'object') return Array.isArray(value) ? `${value.length} entries` : 'Details';
  const number = field.kind === 'money' || field.kind === 'number' || field.kind === 'integer';
  return number && typeof value === 'string' && value.trim() !== '' && !isNaN(Number(value))
    ? Number(value)
    : value;
}

export function problemOf(_entityType: string, field: FieldView, value: unknown): string | null {
  if (field.required && (value === null || value === undefined || value === ''))
    return `${field.title} is needed.`;
  const name = nameIn(value);
  if (name !== undefined)
    return `Not exactly one record here is called “${name}”. Pick the one that is meant.`;
  const typed = typeof value === 'string' && value !== '' ? value : undefined;
  const isNumber = field.kind === 'money' || field.kind === 'number' || field.kind === 'integer';
  if (typed && isNumber && isNaN(Number(typed)))
    return 'This is not a number. Enter digits and at most one point.';
  if (typed && field.kind === 'boolean') return 'This must be yes or no.';
  if (typed && field.kind === 'date' && !/^\d{4}-\d\d-\d\d/.test(typed))
    return 'This is not a date of the calendar.';
  if (field.name === 'actualHours' && Number(value) > 24)
    return 'More than 24 hours in one day. Enter 24 or less.';
  return null;
}

function summaryOf(field: FieldView, value: unknown): string | null {
  if (!Array.isArray(value)) return 'Set';
  if (value.length === 0) return null;
  const named = field.kind === 'object' ? [] : (value as unknown[]).slice(0, 2);
  const target = field.referenceTo[0];
  const names = named.map((one) => (target ? titleOf(target, String(one)) : String(one)));
  const more = value.length - names.length;
  if (names.length === 0) return value.length === 1 ? '1 entry' : `${value.length} entries`;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

/** The same to a person. */
export const isSame = (field: FieldView, one: unknown, other: unknown): boolean =>
  KEPT_WHOLE(field)
    ? JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
    : JSON.stringify(cellOf(field, one)) === JSON.stringify(cellOf(field, other));

function lastState(value: unknown): string | null {
  const word = Array.isArray(value) ? (value.at(-1) as { action: string }).action : null;
  return ACTIONS.find((one) => one.name === word?.toLowerCase())?.state ?? word;
}

export const valueOf = (entityType: string, id: string, field: FieldView): unknown =>
  cellOf(field, raw(entityType, id, field.name));

export function editOf(entityType: string, id: string, field: FieldView): CellEditView | null {
  const change = changeOf(entityType, id);
  const problem =
    change && change.kind !== 'delete'
      ? problemOf(entityType, field, raw(entityType, id, field.name))
      : null;
  if (!change?.fields.has(field.name) && !(change?.kind === 'create' && problem)) return null;
  return {
    field: field.name,
    before: cellOf(field, stored(entityType, id)?.[field.name]),
    problem,
  };
}

/** What the service said of a record's change: as a whole first, then of its fields. */
export function saidOf(entityType: string, id: string): SaidLineView[] {
  const said = state.said.get(keyOf(entityType, id));
  const ofFields = typeOf(entityType).fields.flatMap((field) =>
    (said?.fields.get(field.name) ?? []).map((one) => ({ title: field.title, ...one })),
  );
  return [...(said?.whole ?? []).map((words) => ({ title: null, place: '', words })), ...ofFields];
}

export function markOf(entityType: string, id: string): RowMarkView {
  const kind = changeOf(entityType, id)?.kind;
  return kind === 'create'
    ? 'new'
    : kind === 'delete'
      ? 'deleted'
      : kind === 'edit'
        ? 'edited'
        : 'none';
}

export function rowView(
  entityType: string,
  id: string,
  columns: string[],
  place: TreePlaceView | null,
): RowView {
  const fields = columns.map((name) => typeOf(entityType).fields.find((f) => f.name === name)!);
  return {
    id,
    mark: markOf(entityType, id),
    place,
    cells: fields.map((field) => valueOf(entityType, id, field)),
    edits: fields.map((field) => editOf(entityType, id, field)).filter((edit) => edit !== null),
  };
}
