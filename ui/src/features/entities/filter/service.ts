// A filter as the service is asked, where it can be: its comparisons are fewer, and what it answers is filtered here once more.

import { isoDay } from '../../../format/dates';
import { isPeriod } from '../../../format/periods';
import { isReference, toWire } from '../../../format/values';
import type {
  ComparisonRequest,
  ConditionView,
  EntityTypeView,
  FieldView,
} from '../../../ipc/client';
import { daysLater, isDay, isNumber, periodDays, today, type Days } from '../../../format/calendar';
import { fieldOf } from './words';
import type { Filter } from './groups';

/** More alternatives than these make one question too long. */
const MOST_GROUPS = 40;

/** Every alternative is a list of comparisons that hold together. */
type Alternatives = ComparisonRequest[][];

const compare = (
  field: FieldView,
  operator: ComparisonRequest['operator'],
  value: unknown,
): ComparisonRequest => ({ field: field.name, operator, value });

/** What has a time of day is asked for generously: an instant by a day more at both ends, for this computer's clock is not the service's. */
function within(field: FieldView, from: string | null, to: string | null): ComparisonRequest[] {
  const spare = field.kind === 'instant' ? 1 : 0;
  const first = from && compare(field, 'greaterOrEqual', daysLater(from, -spare));
  const last =
    to &&
    (field.kind === 'date'
      ? compare(field, 'lessOrEqual', to)
      : compare(field, 'less', daysLater(to, 1 + spare)));
  return [first, last].filter((one) => one !== null && one !== '');
}

const span = (field: FieldView, [from, to]: Days): Alternatives => [within(field, from, to)];

function daysAsked(field: FieldView, { operator, values }: ConditionView, now: string) {
  const [first, second] = values.map((value) => isoDay(String(value)));
  switch (operator) {
    case 'is':
      return first ? span(field, [first, first]) : undefined;
    case 'anyOf':
      return values.map((value) => {
        const day = isoDay(String(value));
        return within(field, day, day);
      });
    case 'less':
      return first ? [within(field, null, daysLater(first, -1))] : undefined;
    case 'atMost':
      return first ? [within(field, null, first)] : undefined;
    case 'greater':
      return first ? [within(field, daysLater(first, 1), null)] : undefined;
    case 'atLeast':
      return first ? [within(field, first, null)] : undefined;
    case 'between':
      return first && second ? span(field, [first, second]) : undefined;
    case 'inLastDays':
      return span(field, [daysLater(now, 1 - Number(values[0])), now]);
    case 'inNextDays':
      return span(field, [now, daysLater(now, Number(values[0]) - 1)]);
    case 'inPeriod':
      return isPeriod(values[0]) ? span(field, periodDays(values[0], now)) : undefined;
    default:
      return undefined;
  }
}

function asked(field: FieldView, condition: ConditionView, now: string): Alternatives | undefined {
  const { operator, values } = condition;
  if (!field.filterable || field.array) return undefined;
  if (operator === 'isEmpty') return [[compare(field, 'isNull', null)]];
  if (isDay(field)) return daysAsked(field, condition, now);
  const [first, second] = values.map((value) => toWire(field, value));
  if (operator === 'is') return [[compare(field, 'equal', first)]];
  if (operator === 'anyOf')
    return values.map((value) => [compare(field, 'equal', toWire(field, value))]);
  if (!isNumber(field) || values.some(isReference)) return undefined;
  switch (operator) {
    case 'less':
      return [[compare(field, 'less', first)]];
    case 'atMost':
      return [[compare(field, 'lessOrEqual', first)]];
    case 'greater':
      return [[compare(field, 'greater', first)]];
    case 'atLeast':
      return [[compare(field, 'greaterOrEqual', first)]];
    case 'between':
      return [[compare(field, 'greaterOrEqual', first), compare(field, 'lessOrEqual', second)]];
    default:
      return undefined;
  }
}

/** Whether the service can be asked for a condition. */
export const canAsk = (field: FieldView, condition: ConditionView): boolean =>
  asked(field, condition, today()) !== undefined;

/** The groups of a question that finds all rows of a filter, or nothing where the service cannot be asked for a part of it. */
export function questionOf(
  type: EntityTypeView,
  filter: Filter,
  now = today(),
): ComparisonRequest[][] | undefined {
  const groups: ComparisonRequest[][] = [];
  for (const conditions of filter) {
    let alternatives: Alternatives = [[]];
    for (const condition of conditions) {
      const field = fieldOf(type, condition.field);
      const ways = field && asked(field, condition, now);
      if (!ways) return undefined;
      alternatives = alternatives.flatMap((held) => ways.map((way) => [...held, ...way]));
      if (alternatives.length > MOST_GROUPS) return undefined;
    }
    groups.push(...alternatives);
  }
  return groups.length > 0 && groups.length <= MOST_GROUPS ? groups : undefined;
}
