import { describe, expect, it } from 'vitest';
import type { FieldKindView, FieldView } from '../ipc/client';
import { PLAIN_FIELD } from '../ipc/plainField';
import { isEmpty, isReference, isTypeable, parseValue, showValue, toWire } from './values';

const field = (kind: FieldKindView, more: Partial<FieldView> = {}): FieldView => ({
  ...PLAIN_FIELD,
  name: 'field',
  title: 'Field',
  kind,
  ...more,
});
const status = field('enum', {
  choices: [
    { value: 20, label: 'Open' },
    { value: 50, label: 'Paid' },
  ],
});
const customer = { id: 'a-1', label: 'Northwind' };

describe('a value as text', () => {
  it.each<[FieldKindView, unknown, string]>([
    ['date', '2026-10-30T00:00:00', '30 Oct 2026'],
    ['dateTime', '2026-10-30T09:30:00', '30 Oct 2026, 09:30'],
    ['money', '1250.5', '1,250.50'],
    ['integer', 1250, '1,250'],
    ['number', 0.125, '0.125'],
    ['boolean', true, 'Yes'],
    ['boolean', false, 'No'],
    ['text', 'as it is', 'as it is'],
    ['object', { a: 1 }, '{"a":1}'],
    ['text', null, ''],
  ])('%s %j reads "%s"', (kind, value, text) => {
    expect(showValue(field(kind), value)).toBe(text);
  });

  it('what is neither yes nor no is shown as it was typed', () => {
    expect(showValue(field('boolean'), 'perhaps')).toBe('perhaps');
  });

  it('a choice shows its label, an unknown code itself', () => {
    expect(showValue(status, 50)).toBe('Paid');
    expect(showValue(status, 99)).toBe('99');
  });

  it('a reference shows its label, or its id when it has none', () => {
    expect(showValue(field('reference'), customer)).toBe('Northwind');
    expect(showValue(field('reference'), { id: 'a-1', label: '' })).toBe('a-1');
  });

  it('false and zero are not empty', () => {
    expect([null, undefined, '', 0, false].map(isEmpty)).toEqual([true, true, true, false, false]);
  });

  it('only id and label together make a reference', () => {
    expect(isReference(customer)).toBe(true);
    expect(isReference({ id: 'a-1' })).toBe(false);
    expect(isReference(null)).toBe(false);
  });
});

describe('typed text as a value', () => {
  it.each<[FieldKindView, string, unknown]>([
    ['date', '30 Oct 2026', '2026-10-30'],
    ['dateTime', '30.10.2026', '2026-10-30T00:00:00'],
    ['dateTime', '30 Oct 2026 14:15', '2026-10-30T14:15:00'],
    ['dateTime', '30 Oct 2026, 14:15', '2026-10-30T14:15:00'],
    ['dateTime', '2026-10-30 9:05', '2026-10-30T09:05:00'],
    ['dateTime', '2026-10-30T14:15:30', '2026-10-30T14:15:30'],
    ['money', '1,250.50', '1250.50'],
    ['money', '12345678901234567890.12', '12345678901234567890.12'],
    ['integer', '1,250', '1250'],
    ['boolean', 'Yes', true],
    ['boolean', 'n', false],
    ['text', ' kept as typed ', ' kept as typed '],
    ['money', '  ', null],
    ['date', '', null],
  ])('%s "%s" is %j', (kind, typed, value) => {
    expect(parseValue(field(kind), typed)).toEqual({ value });
  });

  it.each<[FieldKindView, string, RegExp]>([
    ['date', '31 Feb 2026', /is not a date/],
    ['dateTime', '30 Oct 2026 25:15', /is not a date and time/],
    ['dateTime', '30 Oct 2026 14:75', /is not a date and time/],
    ['dateTime', '2026-10-30T14', /is not a date and time/],
    ['dateTime', 'after lunch', /is not a date and time/],
    ['money', 'twelve', /is not a number/],
    ['integer', '1.5', /Whole numbers only/],
    ['boolean', 'maybe', /Yes or no/],
  ])('%s "%s" is a problem in words', (kind, typed, problem) => {
    expect(parseValue(field(kind), typed)).toEqual({
      problem: expect.stringMatching(problem) as string,
    });
  });

  it('a day over a day with a time keeps the time, and a shown time can be typed back', () => {
    const start = field('dateTime');
    const held = '2026-10-30T14:15:00';
    expect(parseValue(start, '2 Nov 2026', held)).toEqual({ value: '2026-11-02T14:15:00' });
    expect(parseValue(start, '2 Nov 2026 00:00', held)).toEqual({ value: '2026-11-02T00:00:00' });
    expect(parseValue(start, showValue(start, held))).toEqual({ value: held });
    expect(toWire(start, held)).toBe(held);
  });

  it('a choice is found by its label or its code', () => {
    expect(parseValue(status, 'paid')).toEqual({ value: 50 });
    expect(parseValue(status, '20')).toEqual({ value: 20 });
    expect(parseValue(status, 'Lost')).toHaveProperty('problem');
  });

  it('hours are also typed as a clock shows them, where that is exact', () => {
    const hours = field('number', { name: 'actualHours' });
    expect(parseValue(hours, '7:30')).toEqual({ value: '7.5' });
    expect(parseValue(hours, '0:45')).toEqual({ value: '0.75' });
    expect(parseValue(hours, '7:20')).toHaveProperty('problem');
    expect(parseValue(field('number'), '7:30')).toHaveProperty('problem');
  });

  it('a name is a reference that is not known yet, but for the one that stands there', () => {
    const reference = field('reference');
    expect(toWire(reference, { id: '', label: 'Quay House' })).toEqual({ named: 'Quay House' });
    expect(parseValue(reference, ' Quay House ', customer)).toEqual({
      value: { id: '', label: 'Quay House' },
    });
    expect(parseValue(reference, 'Northwind', customer)).toEqual({ value: customer });
  });

  it('text may be as long as the service allows and no longer', () => {
    const short = field('text', { maxLength: 5 });
    expect(parseValue(short, '12345')).toEqual({ value: '12345' });
    expect(parseValue(short, '123456')).toEqual({
      problem: 'At most 5 characters; these are 6.',
    });
  });
});

it('a moment is not typed, whether it was described or learnt', () => {
  expect(isTypeable(field('instant', { origin: 'learnt' }))).toBe(false);
  expect(isTypeable(field('dateTime'))).toBe(true);
  expect(isTypeable(field('dateTime', { editable: false }))).toBe(false);
});

describe('a value as an edit sends it', () => {
  it('empty is null', () => {
    expect(toWire(field('text'), '')).toBeNull();
    expect(toWire(field('money'), undefined)).toBeNull();
  });

  it('a reference is its id', () => {
    expect(toWire(field('reference'), customer)).toBe('a-1');
  });

  it('a day is its ten figures, whatever hangs on it', () => {
    expect(toWire(field('date'), '2026-10-30T00:00:00')).toBe('2026-10-30');
    expect(toWire(field('date'), '2026-10-30T23:00:00-08:00')).toBe('2026-10-30');
  });

  it('numbers are text without grouping or exponent', () => {
    expect(toWire(field('money'), 1250.5)).toBe('1250.5');
    expect(toWire(field('money'), '1,250.50')).toBe('1250.50');
    expect(toWire(field('number'), 1e21)).toBe('1000000000000000000000');
    expect(toWire(field('number'), 1e-7)).toBe('0.0000001');
    expect(toWire(field('integer'), 0)).toBe('0');
  });

  it('digits beyond a double survive', () => {
    expect(toWire(field('money'), '12345678901234567890.12')).toBe('12345678901234567890.12');
  });

  it('yes, no and choices go as they are', () => {
    expect(toWire(field('boolean'), false)).toBe(false);
    expect(toWire(status, 50)).toBe(50);
  });

  it('what is shown of a day can be typed back without a shift', () => {
    const day = field('date');
    expect(parseValue(day, showValue(day, '2026-03-29T00:00:00'))).toEqual({
      value: '2026-03-29',
    });
  });
});
