// Days, months and years of this computer's calendar: days are text, "2026-10-31", and never go through a time zone.

import { isoDay } from './dates';
import { dateLocale, firstDayOfWeek, perLocale } from './locale';
import type { Period } from './periods';
import type { FieldView } from '../ipc/client';

const DAYS: FieldView['kind'][] = ['date', 'dateTime', 'instant'];
const NUMBERS: FieldView['kind'][] = ['integer', 'number', 'money'];

export const isDay = (field: Pick<FieldView, 'kind'>): boolean => DAYS.includes(field.kind);
export const isNumber = (field: Pick<FieldView, 'kind'>): boolean => NUMBERS.includes(field.kind);

/** From the first day to the last, both included. */
export type Days = [from: string, to: string];

const dayOf = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

function partsOf(day: string): [year: number, month: number, day: number] {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return [year, month - 1, date];
}

export function daysLater(day: string, n: number): string {
  const [year, month, date] = partsOf(day);
  return dayOf(year, month, date + n);
}

/** Today in the calendar of this computer. */
export function today(now = new Date()): string {
  return dayOf(now.getFullYear(), now.getMonth(), now.getDate());
}

/** "2026-10" as its days. */
export function monthDays(month: string): Days {
  const [year, at] = partsOf(`${month}-01`);
  return [dayOf(year, at, 1), dayOf(year, at + 1, 0)];
}

export const yearDays = (year: string): Days => [`${year}-01-01`, `${year}-12-31`];

export function monthsLater(month: string, n: number): string {
  const [year, at] = partsOf(`${month}-01`);
  return dayOf(year, at + n, 1).slice(0, 7);
}

const isSpan = (values: unknown[], [from, to]: Days) =>
  isoDay(String(values[0])) === from && isoDay(String(values[1])) === to;

/** The month that two days are, such as "2026-10". */
export function monthOf(values: unknown[]): string | undefined {
  const month = isoDay(String(values[0])).slice(0, 7);
  return month && isSpan(values, monthDays(month)) ? month : undefined;
}

/** The year that two days are. */
export function yearOf(values: unknown[]): string | undefined {
  const year = isoDay(String(values[0])).slice(0, 4);
  return year && isSpan(values, yearDays(year)) ? year : undefined;
}

const formats = (options: Intl.DateTimeFormatOptions) =>
  perLocale(
    dateLocale,
    (locale) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }),
  );
const longMonth = formats({ month: 'long', year: 'numeric' });
const longDay = formats({ weekday: 'long' });
const shortDay = formats({ weekday: 'short' });

/** "2026-10" as "October 2026". */
export function showMonth(month: string): string {
  const [year, at] = partsOf(`${month}-01`);
  return longMonth().format(Date.UTC(year, at, 1));
}

/** The names of the months, in the language of the dates and in the app's own. */
const monthNames = perLocale(dateLocale, (locale) =>
  [locale, 'en-GB'].map((tag) => {
    const name = new Intl.DateTimeFormat(tag, { month: 'long', timeZone: 'UTC' });
    return Array.from({ length: 12 }, (_, at) => name.format(Date.UTC(2026, at, 1)).toLowerCase());
  }),
);

function monthNamed(text: string): number {
  const found = monthNames().map((names) => names.findIndex((name) => name.startsWith(text)) + 1);
  return found.find((month) => month > 0) ?? 0;
}

// A Monday.
const MONDAY = Date.UTC(2026, 0, 5);

/** The days of a week as they stand in a calendar here, with the name that is read aloud. */
export function weekdays(): { short: string; long: string }[] {
  const first = firstDayOfWeek() - 1;
  return Array.from({ length: 7 }, (_, at) => {
    const day = MONDAY + ((first + at) % 7) * 86_400_000;
    return { short: shortDay().format(day), long: longDay().format(day) };
  });
}

/** How many days after the first one of its week a day is. */
export function placeInWeek(day: string): number {
  const [year, month, date] = partsOf(day);
  return (new Date(Date.UTC(year, month, date)).getUTCDay() + 7 - (firstDayOfWeek() % 7)) % 7;
}

/** A typed month ("October 2026", "oct", "10/2026", "2026-10") as "2026-10". One without a year is the last one that began. */
export function parseMonth(typed: string, now = today()): string | undefined {
  const text = typed.trim().toLowerCase();
  const figures = /^(\d{4})[-/. ](\d{1,2})$/.exec(text) ?? /^(\d{1,2})[-/. ](\d{4})$/.exec(text);
  if (figures) {
    const [first = '', second = ''] = figures.slice(1);
    return first.length === 4
      ? realMonth(Number(first), Number(second))
      : realMonth(Number(second), Number(first));
  }
  const words = /^(\p{L}{3,})\.?(?:[ ,]+(\d{4}))?$/u.exec(text);
  const month = words ? monthNamed(words[1] ?? '') : 0;
  if (month === 0) return undefined;
  const [thisYear, at] = partsOf(now);
  const year = words?.[2] ? Number(words[2]) : month - 1 > at ? thisYear - 1 : thisYear;
  return realMonth(year, month);
}

const realMonth = (year: number, month: number): string | undefined =>
  month >= 1 && month <= 12 && year >= 1 ? dayOf(year, month - 1, 1).slice(0, 7) : undefined;

export const parseYear = (typed: string): string | undefined =>
  /^[12]\d{3}$/.exec(typed.trim())?.[0];

/** The days of a period; weeks begin on Monday. */
export function periodDays(period: Period, now = today()): Days {
  const [year, month, day] = partsOf(now);
  const sinceMonday = (new Date(Date.UTC(year, month, day)).getUTCDay() + 6) % 7;
  const week = (at: number): Days => [
    daysLater(now, 7 * at - sinceMonday),
    daysLater(now, 7 * at - sinceMonday + 6),
  ];
  switch (period) {
    case 'today':
      return [now, now];
    case 'yesterday':
      return [daysLater(now, -1), daysLater(now, -1)];
    case 'thisWeek':
      return week(0);
    case 'lastWeek':
      return week(-1);
    case 'thisMonth':
      return monthDays(now.slice(0, 7));
    case 'lastMonth':
      return monthDays(monthsLater(now.slice(0, 7), -1));
    case 'thisYear':
      return yearDays(now.slice(0, 4));
    case 'lastYear':
      return yearDays(String(year - 1));
  }
}
