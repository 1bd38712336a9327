// Which comparisons fit a field.

import type { FieldView, FilterOperatorView } from '../../../ipc/client';
import { isDay, isNumber, monthOf, yearOf } from '../../../format/calendar';

/** Fields that are compared in the same way; one that is kept whole is not compared at all. */
export type Family = 'text' | 'number' | 'day' | 'list' | 'yesNo' | 'whole';

/** A comparison as a person chooses it: a month or a year is two days for the core. */
export type Comparison = FilterOperatorView | 'inMonth' | 'inYear';

/** What stands after the comparison. */
export type Takes = 'nothing' | 'one' | 'two' | 'several' | 'days' | 'period' | 'month' | 'year';

/** Parts that are told by one word for the last of them. */
const isWorkflow = (field: FieldView): boolean =>
  field.kind === 'object' && field.choices.length > 0;

export function familyOf(field: FieldView): Family {
  const hasLinks = field.kind === 'reference' && field.origin === 'described';
  if (isWorkflow(field)) return 'list';
  if (field.kind === 'object' || (field.array && !hasLinks)) return 'whole';
  if (field.kind === 'reference' || field.kind === 'enum') return 'list';
  if (field.kind === 'boolean') return 'yesNo';
  if (isDay(field)) return 'day';
  return isNumber(field) ? 'number' : 'text';
}

const EMPTINESS = ['isEmpty', 'isNotEmpty'] as const;

const COMPARISONS: Record<Family, Comparison[]> = {
  text: ['contains', 'doesNotContain', 'startsWith', 'is', 'isNot', 'anyOf', 'noneOf'],
  number: ['greater', 'less', 'atLeast', 'atMost', 'between', 'is', 'isNot'],
  day: [
    ...(['inPeriod', 'inMonth', 'inYear', 'inLastDays', 'inNextDays', 'between'] as const),
    ...(['is', 'isNot', 'less', 'greater', 'atMost', 'atLeast'] as const),
  ],
  list: ['anyOf', 'noneOf'],
  yesNo: ['is'],
  whole: [],
};

/** The comparisons that are offered for a field, the most usual one first. */
export function comparisonsOf(field: FieldView): Comparison[] {
  const family = familyOf(field);
  const named = family === 'list' && field.kind === 'reference';
  const byName: Comparison[] = named ? ['contains', 'doesNotContain'] : [];
  if (family === 'whole') return [];
  const isLong = field.kind === 'longText';
  return [...COMPARISONS[family], ...byName, ...EMPTINESS].filter(
    (one) => !isLong || (one !== 'anyOf' && one !== 'noneOf'),
  );
}

const TAKES: Partial<Record<Comparison, Takes>> = {
  isEmpty: 'nothing',
  isNotEmpty: 'nothing',
  between: 'two',
  anyOf: 'several',
  noneOf: 'several',
  inLastDays: 'days',
  inNextDays: 'days',
  inPeriod: 'period',
  inMonth: 'month',
  inYear: 'year',
};

export const takes = (comparison: Comparison): Takes => TAKES[comparison] ?? 'one';

/** What a kept condition is called: two days that are a whole month are that month. */
export function comparisonOf(
  field: FieldView,
  operator: FilterOperatorView,
  values: unknown[],
): Comparison {
  const family = familyOf(field);
  if (family === 'list' && operator === 'is') return 'anyOf';
  if (family === 'list' && operator === 'isNot') return 'noneOf';
  if (family !== 'day' || operator !== 'between') return operator;
  if (monthOf(values)) return 'inMonth';
  return yearOf(values) ? 'inYear' : 'between';
}

export const operatorOf = (comparison: Comparison): FilterOperatorView =>
  comparison === 'inMonth' || comparison === 'inYear' ? 'between' : comparison;
