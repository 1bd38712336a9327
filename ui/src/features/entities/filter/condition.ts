// One condition while it is put together: what was typed, whether it is whole, and how it begins.

import { isoDay, parseDay, showDay } from '../../../format/dates';
import { parseNumber } from '../../../format/numbers';
import { isEmpty } from '../../../format/values';
import type { ConditionView, FieldView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { monthDays, today } from '../../../format/calendar';
import {
  comparisonOf,
  comparisonsOf,
  familyOf,
  operatorOf,
  takes,
  type Comparison,
} from './families';

const MOST_DAYS = 36_500;
const USUAL_DAYS = 30;

/** A condition of a field as it is first offered. */
export function begun(field: FieldView): ConditionView {
  const [first = 'isEmpty'] = comparisonsOf(field);
  return { field: field.name, operator: operatorOf(first), values: startOf(first) };
}

function startOf(comparison: Comparison): unknown[] {
  switch (takes(comparison)) {
    case 'period':
      return ['thisMonth'];
    case 'month':
      return monthDays(today().slice(0, 7));
    case 'year':
      return [`${today().slice(0, 4)}-01-01`, `${today().slice(0, 4)}-12-31`];
    case 'days':
      return [USUAL_DAYS];
    default:
      return [];
  }
}

/** The same with another comparison; values stay where the new one takes such values too. */
export function compared(
  field: FieldView,
  condition: ConditionView,
  comparison: Comparison,
  held = comparisonOf(field, condition.operator, condition.values),
): ConditionView {
  const before = takes(held);
  const after = takes(comparison);
  const { values } = condition;
  const kept =
    before === after
      ? values
      : after === 'one' && (before === 'two' || before === 'several')
        ? values.slice(0, 1)
        : (after === 'two' || after === 'several') && before === 'one'
          ? values.slice(0, 1)
          : after === 'two' && (before === 'month' || before === 'year')
            ? values
            : startOf(comparison);
  return { ...condition, operator: operatorOf(comparison), values: kept };
}

const isGiven = (value: unknown) => !isEmpty(value);

/** Whether rows can be compared with it. */
export function isComplete(field: FieldView, { operator, values }: ConditionView): boolean {
  const [first, second] = values;
  switch (takes(operator)) {
    case 'nothing':
      return true;
    case 'several':
    case 'period':
      return values.length > 0 && values.every(isGiven);
    case 'days':
      return Number.isInteger(first) && Number(first) >= 1 && Number(first) <= MOST_DAYS;
    case 'two':
      return values.length === 2 && isGiven(first) && isGiven(second) && inOrder(field, values);
    default:
      return values.length === 1 && isGiven(first);
  }
}

const inOrder = (field: FieldView, [first, second]: unknown[]): boolean =>
  familyOf(field) === 'day'
    ? isoDay(String(first)) <= isoDay(String(second))
    : Number(first) <= Number(second);

/** What is wrong with two values that are both there. */
export const isTurned = (field: FieldView, values: unknown[]): boolean =>
  values.length === 2 && values.every(isGiven) && !inOrder(field, values);

export type Read = { value: unknown } | { problem: string };

/** A typed value in the form of a cell; nothing for an empty text. */
export function readValue(field: FieldView, typed: string): Read {
  const text = typed.trim();
  if (text === '') return { value: null };
  switch (familyOf(field)) {
    case 'day': {
      const day = parseDay(text);
      return day ? { value: day } : { problem: messages.typed.noDate(text, showDay('2026-10-30')) };
    }
    case 'number': {
      const digits = parseNumber(text);
      return digits === undefined
        ? { problem: messages.typed.noNumber(text) }
        : { value: numberCell(digits) };
    }
    default:
      return { value: text };
  }
}

/** As a cell holds it: a number, or its text where a double would round it. */
function numberCell(digits: string): number | string {
  const trimmed = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
  const n = Number(digits);
  return String(n) === trimmed.replace(/^(-?)\./, '$10.') || n === 0 ? n : digits;
}

export function readDays(typed: string): Read {
  const digits = parseNumber(typed);
  const days = Number(digits);
  if (typed.trim() === '') return { value: null };
  return digits !== undefined && Number.isInteger(days) && days >= 1 && days <= MOST_DAYS
    ? { value: days }
    : { problem: messages.filter.noDays(MOST_DAYS) };
}
