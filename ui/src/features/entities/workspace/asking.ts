// Conditions as a person puts them together, as the service is asked, and in words.

import { isEmpty, isReference, showValue, toWire } from '../../../format/values';
import type {
  ComparisonRequest,
  EntityTypeView,
  FieldView,
  OperatorView,
} from '../../../ipc/client';
import { messages } from '../../../messages';

export interface ConditionRow {
  joint: 'and' | 'or';
  field: string;
  operator: OperatorView;
  /** As a cell holds it. */
  value: unknown;
}

const DAYS: FieldView['kind'][] = ['date', 'dateTime', 'instant'];
const ORDERED: FieldView['kind'][] = ['integer', 'number', 'money', ...DAYS];

export const isDay = (field: FieldView): boolean => DAYS.includes(field.kind);

/** Only what the service is known to take for a field of this kind. */
export const operatorsOf = (field: FieldView): OperatorView[] =>
  ORDERED.includes(field.kind)
    ? ['equal', 'greater', 'less', 'greaterOrEqual', 'lessOrEqual', 'isNull']
    : ['equal', 'isNull'];

export const operatorWords = (field: FieldView, operator: OperatorView): string =>
  (isDay(field) ? messages.ask.dayOperators : messages.ask.operators)[operator];

export const isComplete = (row: ConditionRow): boolean =>
  row.field !== '' && (row.operator === 'isNull' || !isEmpty(row.value));

/** An “or” begins another group. */
export function groupsOf(type: EntityTypeView, rows: ConditionRow[]): ComparisonRequest[][] {
  const groups: ComparisonRequest[][] = [];
  for (const row of rows) {
    const field = type.fields.find((one) => one.name === row.field);
    if (!field) continue;
    const value = row.operator === 'isNull' ? null : wireValue(field, row.value);
    const comparison = { field: row.field, operator: row.operator, value };
    const last = groups.at(-1);
    if (last && row.joint === 'and') last.push(comparison);
    else groups.push([comparison]);
  }
  return groups;
}

const wireValue = (field: FieldView, value: unknown): unknown =>
  isDay(field) ? String(value).slice(0, 10) : toWire(field, value);

/** What was asked, in words. */
export const wordsOf = (type: EntityTypeView, rows: ConditionRow[]): string =>
  rows
    .map((row, place) => {
      const field = type.fields.find((one) => one.name === row.field);
      if (!field) return '';
      const shown = isDay(field) ? { ...field, kind: 'date' as const } : field;
      const value =
        row.operator === 'isNull'
          ? ''
          : ` ${isReference(row.value) ? row.value.label : showValue(shown, row.value)}`;
      const joint = place === 0 ? '' : `${messages.ask[row.joint]} `;
      return `${joint}${field.title} ${operatorWords(field, row.operator)}${value}`;
    })
    .join(' ');
