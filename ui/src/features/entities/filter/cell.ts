// Filters that a cell suggests.

import { isoDay } from '../../../format/dates';
import { plain } from '../../../format/phrase';
import { isEmpty, isReference } from '../../../format/values';
import type { ConditionView, FieldView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { today } from '../../../format/calendar';
import { familyOf } from './families';
import { nameOf, phraseOf } from './words';

export interface CellFilter {
  label: string;
  condition: ConditionView;
}

const words = messages.filter.cell;

/** A moment by its day here, everything else as it is. */
function comparable(field: FieldView, value: unknown): unknown {
  if (field.kind === 'instant') return today(new Date(String(value)));
  if (familyOf(field) === 'day') return isoDay(String(value));
  return isReference(value) ? { id: value.id, label: value.label } : value;
}

export function filtersOfCell(field: FieldView, cell: unknown): CellFilter[] {
  const { name, title } = field;
  const family = familyOf(field);
  const only = (condition: ConditionView): CellFilter => ({
    label: words.only(plain(phraseOf(field, condition))),
    condition,
  });
  if (family === 'whole') return [];
  if (isEmpty(cell))
    return [
      only({ field: name, operator: 'isEmpty', values: [] }),
      {
        label: words.leaveOutEmpty(title),
        condition: { field: name, operator: 'isNotEmpty', values: [] },
      },
    ];
  // The cell of a list names its records in one text, which none of them is compared with.
  if (field.array && field.kind === 'reference')
    return [only({ field: name, operator: 'isNotEmpty', values: [] })];
  const value = comparable(field, cell);
  if (family === 'day' && (value === '' || String(value).includes('NaN'))) return [];
  const shown = nameOf(field, value);
  const than = (operator: 'atLeast' | 'atMost', label: string): CellFilter => ({
    label,
    condition: { field: name, operator, values: [value] },
  });
  const isList = family === 'list';
  const same = only({ field: name, operator: isList ? 'anyOf' : 'is', values: [value] });
  const leftOut: CellFilter = {
    label: words.leaveOut(shown),
    condition: { field: name, operator: isList ? 'noneOf' : 'isNot', values: [value] },
  };
  if (family === 'yesNo') return [same];
  if (family === 'number')
    return [
      same,
      leftOut,
      than('atLeast', words.orMore(title, shown)),
      than('atMost', words.orLess(title, shown)),
    ];
  if (family === 'day')
    return [
      same,
      leftOut,
      than('atLeast', words.fromThenOn(title, shown)),
      than('atMost', words.untilThen(title, shown)),
    ];
  return [same, leftOut];
}
