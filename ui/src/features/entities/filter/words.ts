// A condition as a chip says it.

import { showDay } from '../../../format/dates';
import { showNumber } from '../../../format/numbers';
import type { Phrase } from '../../../format/phrase';
import { isPeriod } from '../../../format/periods';
import { showValue } from '../../../format/values';
import type { ConditionView, EntityTypeView, FieldView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { eitherOf } from '../../../messages/plural';
import { isDay, isNumber, monthOf, showMonth, yearOf } from '../../../format/calendar';
import { comparisonOf, familyOf, type Comparison } from './families';

const words = messages.filter;

/** A value as a chip names it. */
export function nameOf(field: FieldView, value: unknown): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  const choice = field.choices.find((one) => one.value === value);
  if (choice) return choice.label;
  if (isDay(field)) return showDay(String(value));
  return isNumber(field) ? showNumber(value, 'number') : showValue(field, value);
}

const SHOWN = 3;

/** "Submitted or Draft"; of many the first ones and how many more. */
export function oneOf(names: string[]): string {
  if (names.length <= SHOWN) return eitherOf(names);
  const shown = names.slice(0, SHOWN - 1);
  return eitherOf([...shown, words.more(names.length - shown.length)]);
}

const dayWords: Partial<Record<Comparison, string>> = words.dayComparisons;

/** How a comparison is called where it is chosen. */
export const comparisonWords = (field: FieldView, comparison: Comparison): string =>
  (familyOf(field) === 'day' && dayWords[comparison]) || words.comparisons[comparison];

export function phraseOf(field: FieldView, condition: ConditionView): Phrase {
  const { operator, values } = condition;
  const { title } = field;
  const [first = '', second = ''] = values.map((value) => nameOf(field, value));
  const said = words.conditions;
  const onDay = familyOf(field) === 'day';
  switch (comparisonOf(field, operator, values)) {
    case 'is':
      return said.is(title, first);
    case 'isNot':
      return said.isNot(title, first);
    case 'anyOf':
      return said.is(title, oneOf(values.map((value) => nameOf(field, value))));
    case 'noneOf':
      return said.isNot(title, oneOf(values.map((value) => nameOf(field, value))));
    case 'contains':
      return said.contains(title, String(values[0] ?? ''));
    case 'doesNotContain':
      return said.doesNotContain(title, String(values[0] ?? ''));
    case 'startsWith':
      return said.startsWith(title, String(values[0] ?? ''));
    case 'less':
      return onDay ? said.before(title, first) : said.less(title, first);
    case 'atMost':
      return onDay ? said.until(title, first) : said.atMost(title, first);
    case 'greater':
      return onDay ? said.after(title, first) : said.greater(title, first);
    case 'atLeast':
      return onDay ? said.from(title, first) : said.atLeast(title, first);
    case 'between':
      return onDay ? said.fromTo(title, first, second) : said.between(title, first, second);
    case 'inMonth':
      return said.in(title, showMonth(monthOf(values) ?? ''));
    case 'inYear':
      return said.in(title, yearOf(values) ?? '');
    case 'inLastDays':
      return said.inLastDays(title, Number(values[0]));
    case 'inNextDays':
      return said.inNextDays(title, Number(values[0]));
    case 'inPeriod':
      return isPeriod(values[0]) ? said.periods[values[0]](title) : said.in(title, first);
    case 'isEmpty':
      return said.isEmpty(title);
    case 'isNotEmpty':
      return said.isNotEmpty(title);
  }
}

export const fieldOf = (type: EntityTypeView, name: string): FieldView | undefined =>
  type.fields.find((field) => field.name === name);

/** A condition of a field that is known no more is told by its name alone. */
export function wordsOf(type: EntityTypeView, condition: ConditionView): Phrase {
  const field = fieldOf(type, condition.field);
  return field ? phraseOf(field, condition) : words.unknown(condition.field);
}
