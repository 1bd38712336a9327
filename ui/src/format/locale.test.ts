import { afterEach, describe, expect, it } from 'vitest';
import { parseDateTime, parseDay, showDateTime, showDay } from './dates';
import { firstDayOfWeek, writeAs } from './locale';
import { bytes, count, parseNumber, showNumber } from './numbers';
import { toWire } from './values';

afterEach(() => writeAs(undefined));

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe.each([
  {
    locale: 'de-DE',
    day: '30. Okt. 2026',
    moment: '30. Okt. 2026, 14:15',
    money: '1.250,50',
    long: '12345678901234567890,12',
    many: '1.234.567',
    size: '48,2 MB',
    figures: '30.10.2026',
    monday: 1,
  },
  {
    locale: 'en-US',
    day: 'Oct 30, 2026',
    moment: 'Oct 30, 2026, 02:15 PM',
    money: '1,250.50',
    long: '12345678901234567890.12',
    many: '1,234,567',
    size: '48.2 MB',
    figures: '10/30/2026',
    monday: 7,
  },
  {
    locale: 'en-GB',
    day: '30 Oct 2026',
    moment: '30 Oct 2026, 14:15',
    money: '1,250.50',
    long: '12345678901234567890.12',
    many: '1,234,567',
    size: '48.2 MB',
    figures: '30/10/2026',
    monday: 1,
  },
])('a system that writes as $locale', ({ locale, ...expected }) => {
  const begin = () => writeAs({ dates: locale, numbers: locale });

  it('shows days, times, figures and sizes so', () => {
    begin();
    expect(plain(showDay('2026-10-30'))).toBe(expected.day);
    expect(plain(showDateTime('2026-10-30T14:15:00'))).toBe(expected.moment);
    expect(plain(showNumber(1250.5, 'money'))).toBe(expected.money);
    expect(showNumber('12345678901234567890.12', 'money')).toBe(expected.long);
    expect(plain(count(1234567))).toBe(expected.many);
    expect(plain(bytes(48_200_000))).toBe(expected.size);
  });

  it('reads back what it shows, and its own way with figures', () => {
    begin();
    expect(parseDay(showDay('2026-10-30'))).toBe('2026-10-30');
    expect(parseDay(expected.figures)).toBe('2026-10-30');
    expect(parseDateTime(showDateTime('2026-10-30T14:15:00'))).toBe('2026-10-30T14:15:00');
    expect(parseNumber(showNumber(1250.5, 'money'))).toBe('1250.50');
    expect(parseNumber(showNumber(-0.5, 'number'))).toBe('-0.5');
    expect(parseNumber(expected.long)).toBe('12345678901234567890.12');
  });

  it('knows every month that it shows', () => {
    begin();
    for (let month = 1; month <= 12; month += 1) {
      const day = `2026-${String(month).padStart(2, '0')}-07`;
      expect(parseDay(showDay(day)), showDay(day)).toBe(day);
    }
  });

  it('begins the week with its day', () => {
    begin();
    expect(firstDayOfWeek()).toBe(expected.monday);
  });
});

it('a point that groups nothing is a decimal point, and no figure is lost on the way to the core', () => {
  writeAs({ dates: 'de-DE', numbers: 'de-DE' });
  expect(['12.5', '1.250', '1.250,5', '12,5', '1.2.3'].map(parseNumber)).toEqual([
    '12.5',
    '1250',
    '1250.5',
    '12.5',
    undefined,
  ]);
  expect(toWire({ kind: 'money' }, '1.250')).toBe('1.250');
  writeAs({ dates: 'en-US', numbers: 'en-US' });
  expect(['12,5', '1,23,456', '1,2,3'].map(parseNumber)).toEqual([undefined, '123456', undefined]);
});

it('days and figures may be of two countries, and an unknown one is none', () => {
  writeAs({ dates: 'de-DE', numbers: 'en-US' });
  expect([showDay('2026-10-30'), count(1234)]).toEqual(['30. Okt. 2026', '1,234']);
  writeAs({ dates: 'not a tag', numbers: 'xx-YY' });
  expect(showDay('2026-10-30')).toMatch(/30/);
  expect(count(1234)).toBe('1,234');
});
