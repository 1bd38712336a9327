// A field as a column of the grid.

import type { ViewQuestion } from './queries';
import type { GridColumn, GridEditor, GridOption, GridTone } from '../../components/grid/types';
import { isLink } from '../../format/links';
import { isReference, isTypeable, parseValue, showValue } from '../../format/values';
import { commands, type EntityTypeView, type FieldView } from '../../ipc/client';
import { messages } from '../../messages';
import { editorOf as formEditorOf } from './detail/nested/shape';
import { isPinned } from './workspace/arranging';

/** Until the first rows are here. */
const WIDTHS: Record<FieldView['kind'], number> = {
  text: 190,
  longText: 240,
  integer: 90,
  number: 66,
  money: 82,
  boolean: 74,
  date: 108,
  dateTime: 150,
  instant: 160,
  id: 120,
  reference: 134,
  enum: 120,
  object: 150,
};

/** Wider a column gets only by hand. */
const WIDEST: Record<FieldView['kind'], number> = {
  ...WIDTHS,
  text: 260,
  longText: 320,
  integer: 140,
  number: 140,
  money: 160,
  boolean: 110,
  date: 130,
  dateTime: 190,
  instant: 190,
  id: 160,
  reference: 230,
  enum: 170,
  object: 220,
};

const DAYS: FieldView['kind'][] = ['date', 'dateTime', 'instant'];
/** In the month with the longest name in short. */
const LONG_DAY = '2026-09-28T20:48:00';

const TONES: [RegExp, GridTone][] = [
  [/^(approved|active|paid|open|completed|yes)/i, 'ok'],
  [/^(submitted|pending|on hold|waiting)/i, 'half'],
  [/^(rejected|overdue|void|refused)/i, 'danger'],
];

const toneOf = (label: string): GridTone =>
  TONES.find(([words]) => words.test(label))?.[1] ?? 'off';

export const isNumeric = (field: FieldView): boolean =>
  ['integer', 'number', 'money'].includes(field.kind);

export function editableIn(type: EntityTypeView, field: FieldView): boolean {
  return (
    type.mayUpdate &&
    isTypeable(field) &&
    !field.createOnly &&
    field.kind !== 'id' &&
    !isForForm(field)
  );
}

/** A cell has no room for it: it is edited in the form. */
const isForForm = (field: FieldView): boolean => formEditorOf(field) !== 'plain';

const choicesOf = (field: FieldView): GridOption[] =>
  field.choices.map(({ value, label }) => ({ value, label, tone: toneOf(label) }));

function editorOf(connectionId: string, field: FieldView): GridEditor {
  switch (field.kind) {
    case 'date':
    case 'dateTime':
      return { kind: 'date' };
    case 'boolean':
      return { kind: 'boolean' };
    case 'integer':
    case 'number':
    case 'money':
      return { kind: 'number' };
    case 'enum':
      return { kind: 'choice', options: choicesOf(field) };
    case 'reference':
      return { kind: 'lookup', search: (text) => searchOptions(connectionId, field, text) };
    default:
      return field.choices.length > 0
        ? { kind: 'choice', options: choicesOf(field) }
        : { kind: 'text' };
  }
}

async function searchOptions(
  connectionId: string,
  field: FieldView,
  text: string,
): Promise<GridOption[]> {
  const found = await commands.searchReferences({
    connectionId,
    entityTypes: field.referenceTo,
    text,
  });
  return found.map((one) => ({
    value: { id: one.id, label: one.label },
    label: one.label,
    ...(one.detail ? { detail: one.detail } : {}),
  }));
}

/** A reference is shown by its name; its id is at hand. */
const hintOf = (value: unknown): string | undefined =>
  isReference(value) && value.id !== ''
    ? messages.grid.reference(value.label || value.id, value.id)
    : undefined;

export function columnsOf(
  connectionId: string,
  type: EntityTypeView,
  names: string[],
  mayWrite: boolean,
  layout: ViewQuestion['layout'],
  readOnlyNote: string,
): GridColumn[] {
  return names.flatMap((name) => {
    const field = type.fields.find((one) => one.name === name);
    if (!field) return [];
    const readOnly = !mayWrite || !editableIn(type, field);
    const elsewhere = mayWrite && type.mayUpdate && isTypeable(field) && isForForm(field);
    const width = Object.hasOwn(layout, field.name) ? layout[field.name]?.width : undefined;
    const column: GridColumn = {
      id: field.name,
      title: field.title,
      width: width ?? Math.max(WIDTHS[field.kind], field.title.length * 7 + 26),
      ...(width === undefined ? { widest: WIDEST[field.kind] } : {}),
      ...(DAYS.includes(field.kind) ? { longest: showValue(field, LONG_DAY) } : {}),
      pinned: isPinned(layout, field.name),
      align: isNumeric(field) ? 'end' : field.kind === 'boolean' ? 'center' : 'start',
      readOnly,
      sortable: field.kind !== 'object' && !field.array,
      format: (value) => showValue(field, value),
      parse: (text, held) => parseValue(field, text, held),
      editor: editorOf(connectionId, field),
      hint: hintOf,
      isLink,
    };
    if (elsewhere) return [{ ...column, elsewhere, note: messages.grid.elsewhere }];
    const isFixed = mayWrite && field.createOnly && field.editable;
    const note = isFixed ? messages.fields.whenCreated : readOnlyNote;
    return [readOnly ? { ...column, note } : column];
  });
}
