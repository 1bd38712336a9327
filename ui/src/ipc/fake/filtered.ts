// Which rows a filter shows.

import { daysLater, periodDays, today } from '../../format/calendar';
import { isPeriod } from '../../format/periods';
import type { ConditionView, FieldView } from '../bindings';
import { valueOf } from './records';
import { typeOf } from './state';

type Filter = ConditionView[][];

const wordsOf = (value: unknown): string => {
  const shown = typeof value === 'object' && value !== null ? labelOf(value) : value;
  return String(shown ?? '').toLowerCase();
};
const labelOf = (value: object): unknown => ('label' in value ? value.label : '');
const isDay = ({ kind }: FieldView) => ['date', 'dateTime', 'instant'].includes(kind);

/** What values are compared by: a reference by its id, a day without its time. */
export function keyOfCell(field: FieldView, value: unknown): string | number | boolean | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'object') return 'id' in value ? String(value.id) : null;
  if (isDay(field)) return String(value).slice(0, 10);
  return value as string | number | boolean;
}

const within = (key: ReturnType<typeof keyOfCell>, from: string, to: string) =>
  key !== null && key >= from && key <= to;

function holds(field: FieldView, value: unknown, condition: ConditionView): boolean {
  const key = keyOfCell(field, value);
  const [first, second] = condition.values.map((one) => keyOfCell(field, one));
  const words = wordsOf(condition.values[0]);
  const among = condition.values.some((one) => keyOfCell(field, one) === key);
  switch (condition.operator) {
    case 'is':
    case 'anyOf':
      return among;
    case 'isNot':
    case 'noneOf':
      return !among;
    case 'contains':
      return wordsOf(value).includes(words);
    case 'doesNotContain':
      return !wordsOf(value).includes(words);
    case 'startsWith':
      return wordsOf(value).startsWith(words);
    case 'isEmpty':
      return key === null;
    case 'isNotEmpty':
      return key !== null;
    case 'less':
      return key !== null && key < first!;
    case 'atMost':
      return key !== null && key <= first!;
    case 'greater':
      return key !== null && key > first!;
    case 'atLeast':
      return key !== null && key >= first!;
    case 'between':
      return key !== null && key >= first! && key <= second!;
    case 'inLastDays':
      return within(key, daysLater(today(), 1 - Number(condition.values[0])), today());
    case 'inNextDays':
      return within(key, today(), daysLater(today(), Number(condition.values[0]) - 1));
    case 'inPeriod':
      return isPeriod(condition.values[0]) && within(key, ...periodDays(condition.values[0]));
  }
}

export function fits(entityType: string, id: string, filter: Filter): boolean {
  const fields = typeOf(entityType).fields;
  const fitsOne = (condition: ConditionView) => {
    const field = fields.find((one) => one.name === condition.field)!;
    return holds(field, valueOf(entityType, id, field), condition);
  };
  return filter.length === 0 || filter.some((group) => group.every(fitsOne));
}
