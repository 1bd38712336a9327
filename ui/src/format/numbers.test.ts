import { describe, expect, it } from 'vitest';
import { count, countOf, parseNumber, showNumber } from './numbers';

describe('counts', () => {
  it('group thousands', () => {
    expect(count(1234567)).toBe('1,234,567');
  });

  it('know one from many', () => {
    expect(countOf(1, 'change')).toBe('1 change');
    expect(countOf(0, 'change')).toBe('0 changes');
    expect(countOf(1200, 'entry', 'entries')).toBe('1,200 entries');
  });
});

describe('shown numbers', () => {
  it('money has two to four decimals', () => {
    expect(showNumber(1250, 'money')).toBe('1,250.00');
    expect(showNumber('1250.5', 'money')).toBe('1,250.50');
    expect(showNumber(0.1234, 'money')).toBe('0.1234');
    expect(showNumber(-12.5, 'money')).toBe('-12.50');
  });

  it('plain numbers keep the decimals they have', () => {
    expect(showNumber(0.125, 'number')).toBe('0.125');
    expect(showNumber(3, 'number')).toBe('3');
  });

  it('text that a double cannot hold keeps every digit', () => {
    expect(showNumber('12345678901234567890.12', 'money')).toBe('12345678901234567890.12');
    expect(showNumber('9007199254740993', 'integer')).toBe('9007199254740993');
    expect(showNumber('0.1234567890123456', 'number')).toBe('0.1234567890123456');
  });

  it('nothing is nothing and zero is zero', () => {
    expect(showNumber(null, 'money')).toBe('');
    expect(showNumber(undefined, 'money')).toBe('');
    expect(showNumber('', 'number')).toBe('');
    expect(showNumber(0, 'money')).toBe('0.00');
    expect(showNumber(0, 'integer')).toBe('0');
  });

  it('text that is no number is shown as it came', () => {
    expect(showNumber('n/a', 'number')).toBe('n/a');
  });
});

describe('typed numbers', () => {
  it.each([
    ['1,250.50', '1250.50'],
    ["1'250.50", '1250.50'],
    ['1 250.50', '1250.50'],
    ['1\u00a0250.50', '1250.50'],
    ['€ 12', '12'],
    ['$12.3', '12.3'],
    ['12 €', '12'],
    ['-$12.3', '-12.3'],
    ['(1,250.50)', '-1250.50'],
    ['($12)', '-12'],
    ['-7', '-7'],
    ['.5', '.5'],
    ['12345678901234567890.12', '12345678901234567890.12'],
  ])('%s is %s', (typed, digits) => {
    expect(parseNumber(typed)).toBe(digits);
  });

  it.each(['', '-', '.', 'abc', '1e5', '1.2.3', '--1', '12x', '(12', '$', 'Infinity', 'NaN'])(
    '"%s" is none',
    (typed) => {
      expect(parseNumber(typed)).toBeUndefined();
    },
  );
});
