// A field's value as text, typed text as a value, and a value as an edit sends it.

import type { FieldView } from '../ipc/client';
import { messages } from '../messages';
import { isoDay, parseDateTime, parseDay, showDateTime, showDay, showInstant } from './dates';
import { isPlainNumber, parseHours, parseNumber, showNumber } from './numbers';

const { yes, no } = messages.common;
const words = messages.typed;
const EXAMPLE = '2026-10-30T14:15:00';

export interface Reference {
  id: string;
  label: string;
}

/** A record that was only called by name so far: which one is meant is for the core to find. */
const named = (label: string): Reference => ({ id: '', label });

export const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' && value !== null && 'id' in value && 'label' in value;

/** A moment is shown in this computer's zone; what is typed would be taken for another one. */
export const isTypeable = (field: FieldView): boolean => field.editable && field.kind !== 'instant';

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '';

/** What a value is shown by; the name tells hours from other numbers. */
type Shown = Pick<FieldView, 'kind' | 'choices'> & Partial<Pick<FieldView, 'name'>>;

const isHours = ({ kind, name }: Shown): boolean =>
  kind === 'number' && name !== undefined && /hours?$/i.test(name);

export function showValue(field: Shown, value: unknown): string {
  if (isEmpty(value)) return '';
  if (isReference(value)) return value.label || value.id;
  switch (field.kind) {
    case 'date':
      return showDay(String(value));
    case 'dateTime':
      return showDateTime(String(value));
    case 'instant':
      return showInstant(String(value));
    case 'money':
    case 'number':
    case 'integer':
      return showNumber(value, isHours(field) ? 'hours' : field.kind);
    case 'boolean':
      return value === true ? yes : value === false ? no : String(value);
    case 'enum':
      return field.choices.find((choice) => choice.value === value)?.label ?? String(value);
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

export type Parsed = { value: unknown } | { problem: string };

/** Typed text as the value that an edit sends. `held`: what stood there; a day without a time keeps its time. */
export function parseValue(field: FieldView, typed: string, held?: unknown): Parsed {
  const text = typed.trim();
  if (text === '') return { value: null };
  switch (field.kind) {
    case 'date': {
      const value = parseDay(text);
      return value ? { value } : { problem: words.noDate(text, showDay(EXAMPLE)) };
    }
    case 'dateTime': {
      const value = parseDateTime(text, typeof held === 'string' ? held : undefined);
      return value ? { value } : { problem: words.noDateTime(text, showDateTime(EXAMPLE)) };
    }
    case 'money':
    case 'number':
    case 'integer': {
      const value = (isHours(field) && parseHours(text)) || parseNumber(text);
      if (!value) return { problem: words.noNumber(text) };
      if (field.kind === 'integer' && value.includes('.')) return { problem: words.wholeOnly };
      return { value };
    }
    case 'boolean':
      if (isOneOf(text, [yes, 'yes', 'true', '1', 'y'])) return { value: true };
      if (isOneOf(text, [no, 'no', 'false', '0', 'n'])) return { value: false };
      return { problem: words.yesOrNo };
    case 'enum': {
      const found = field.choices.find(
        (c) => c.label.toLowerCase() === text.toLowerCase() || String(c.value) === text,
      );
      return found ? { value: found.value } : { problem: words.noChoice(text) };
    }
    case 'reference':
      // What stands there already is the one that is meant, whoever else is called so.
      return { value: isReference(held) && held.label === text ? held : named(text) };
    default:
      if (field.maxLength && typed.length > field.maxLength) {
        return { problem: words.tooLong(field.maxLength, typed.length) };
      }
      return { value: typed };
  }
}

const isOneOf = (text: string, words: string[]): boolean =>
  words.some((word) => word.toLowerCase() === text.toLowerCase());

/** A cell's value as an edit sends it. */
export function toWire(field: Pick<FieldView, 'kind'>, value: unknown): unknown {
  if (isEmpty(value)) return null;
  if (isReference(value)) return value.id === '' ? { named: value.label } : value.id;
  switch (field.kind) {
    case 'date':
      return isoDay(String(value)) || String(value);
    case 'money':
    case 'number':
    case 'integer':
      if (typeof value === 'number') return plainDigits(value);
      return isPlainNumber(String(value))
        ? String(value)
        : (parseNumber(String(value)) ?? String(value));
    default:
      return value;
  }
}

/** No exponent, whatever the size. */
function plainDigits(n: number): string {
  const text = String(n);
  return text.includes('e')
    ? n.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 })
    : text;
}
