// Days, instants and durations in words. A day never goes through a time zone.

import { fold } from './fold';
import { dateLocale, perLocale } from './locale';

const formats = (options: Intl.DateTimeFormatOptions) =>
  perLocale(dateLocale, (locale) => new Intl.DateTimeFormat(locale, options));
const day = formats({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const shortDay = formats({ day: 'numeric', month: 'short', timeZone: 'UTC' });
const longDay = formats({ day: 'numeric', month: 'long', year: 'numeric' });
const time = formats({ hour: '2-digit', minute: '2-digit' });
const seconds = formats({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DAY_TEXT = /^(\d{4})-(\d{2})-(\d{2})/;

/** "2026-10-30T00:00:00" as "30 Oct 2026"; anything else as it is. */
export function showDay(text: string): string {
  const parts = DAY_TEXT.exec(text);
  if (!parts) return text;
  return day().format(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])));
}

/** "2026-10-30T09:30:00" without a zone, as it stands. */
export function showDateTime(text: string): string {
  const clock = /T(\d{2}:\d{2})/.exec(text)?.[1];
  return clock && clock !== '00:00' ? `${showDay(text)}, ${showClockOf(clock)}` : showDay(text);
}

const wallTime = formats({ hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

/** "14:15" as it is written here. */
const showClockOf = (clock: string): string =>
  wallTime().format(Date.parse(`1970-01-01T${clock}:00Z`));

/** A UTC instant as this computer's day and time. */
export function showInstant(text: string): string {
  const at = new Date(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(at.getTime()) ? text : `${showLocalDay(at)}, ${time().format(at)}`;
}

/** "30 Oct 2026, 10:44:02". */
export const showExactly = (at: number | Date): string =>
  `${showLocalDay(new Date(toMillis(at)))}, ${showClock(at)}`;

const showLocalDay = (at: Date, format = day()): string =>
  format.format(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()));

export const isoDay = (text: string): string => DAY_TEXT.exec(text)?.[0] ?? '';

/** Seconds since 1970, or milliseconds: the core sends either. Whoever knows which gives a `Date`. */
export const toMillis = (at: number | Date): number =>
  at instanceof Date ? at.getTime() : at < 1e11 ? at * 1000 : at;

export const showTime = (at: number | Date): string => time().format(toMillis(at));
/** The time of today, with its day when it was another. */
export const showWhen = (at: number | Date, now: number): string =>
  startOfDay(now) === startOfDay(toMillis(at))
    ? showTime(at)
    : `${showLocalDay(new Date(toMillis(at)))}, ${showTime(at)}`;

export const showClock = (at: number | Date): string => seconds().format(toMillis(at));

/** The first three letters of each month, as it is called here. English ones are always read too. */
const months = perLocale(dateLocale, (locale) => {
  const name = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, month) => {
    const parts = name.formatToParts(Date.UTC(2026, month, 1));
    return letters(parts.find((part) => part.type === 'month')?.value ?? '');
  });
});
const ENGLISH = [
  'jan',
  'feb',
  'mar',
  'apr',
  'may',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct',
  'nov',
  'dec',
];

/** Accents folded: "févr." and "fev" are one. */
const letters = (name: string): string => fold(name).replaceAll('.', '').slice(0, 3);

function monthOf(name: string): number {
  const sought = letters(name);
  return months().indexOf(sought) + 1 || ENGLISH.indexOf(sought) + 1;
}

/** Whether figures are written with the month first, as in the United States. */
const monthFirst = perLocale(dateLocale, (locale) => {
  const parts = new Intl.DateTimeFormat(locale).formatToParts(0).map((part) => part.type);
  return parts.indexOf('month') < parts.indexOf('day') && parts[0] === 'month';
});

/** A typed day ("30 Oct 2026", "Oct 30, 2026", "30.10.2026", "30/10/2026" or as it is written here, "2026-10-30") as "YYYY-MM-DD". */
export function parseDay(typed: string): string | undefined {
  const text = typed.trim().toLowerCase();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:t.*)?$/.exec(text);
  if (iso) return realDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const yearFirst = /^(\d{4})([./])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (yearFirst) return realDay(Number(yearFirst[1]), Number(yearFirst[3]), Number(yearFirst[4]));
  const figures = /^(\d{1,2})([./ -])(\d{1,2})\2(\d{4}|\d\d)$/.exec(text);
  if (figures) {
    const [one, other] = [Number(figures[1]), Number(figures[3])];
    // Points stand between day and month everywhere.
    const [day, month] =
      /[/-]/.test(figures[2] ?? '') && monthFirst() ? [other, one] : [one, other];
    return realDay(wholeYear(figures[4] ?? ''), month, day);
  }
  // As a spreadsheet shows it: "30-Oct-26".
  const short = /^(\d{1,2})-(\p{L}{3,})-(\d{4}|\d\d)$/u.exec(text);
  if (short) return realDay(wholeYear(short[3] ?? ''), monthOf(short[2] ?? ''), Number(short[1]));
  const words =
    /^(\d{1,2})\.? ?(\p{L}{3,})\.?,? ?(\d{4})?$/u.exec(text) ??
    /^(\p{L}{3,})\.? ?(\d{1,2})\.?(?:,? (\d{4}))?$/u.exec(text);
  if (!words) return undefined;
  const [first = '', second = '', year] = words.slice(1);
  const [dayText, name] = /^\d/.test(first) ? [first, second] : [second, first];
  return realDay(year ? Number(year) : new Date().getFullYear(), monthOf(name), Number(dayText));
}

/** A typed day with a time of day ("30 Oct 2026, 14:15") as "YYYY-MM-DDThh:mm:ss"; a day alone has the time of `held`. */
export function parseDateTime(typed: string, held?: string): string | undefined {
  const text = typed.trim();
  const parts =
    /^(.*?\S)(?:,?\s+|(?<=\d)[tT])(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:\s*([ap])\.?m\.?)?$/i.exec(
      text,
    );
  const day = parseDay(parts?.[1] ?? text);
  if (!day || (!parts && /[tT:]\d/.test(text))) return undefined;
  if (!parts) return `${day}T${/T(\d{2}:\d{2}:\d{2})/.exec(held ?? '')?.[1] ?? '00:00:00'}`;
  const [typedHour = '', minute = '', second = '00', half] = parts.slice(2);
  const hour = half ? String((Number(typedHour) % 12) + (/p/i.test(half) ? 12 : 0)) : typedHour;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return `${day}T${hour.padStart(2, '0')}:${minute}:${second}`;
}

/** "26" as 2026, "97" as 1997. */
const wholeYear = (year: string): number =>
  year.length > 2 ? Number(year) : Number(year) + (Number(year) < 70 ? 2000 : 1900);

function realDay(year: number, month: number, dayOfMonth: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, dayOfMonth));
  const real = at.getUTCMonth() === month - 1 && at.getUTCDate() === dayOfMonth && month > 0;
  return real ? at.toISOString().slice(0, 10) : undefined;
}

/** "17:20" today, "31 Oct, 17:20" this year, else "31 Oct 2025, 17:20". */
export function showMoment(at: number, now = Date.now()): string {
  const [then, today] = [new Date(toMillis(at)), new Date(now)];
  if (startOfDay(then.getTime()) === startOfDay(now)) return showTime(at);
  const format = then.getFullYear() === today.getFullYear() ? shortDay() : day();
  return `${showLocalDay(then, format)}, ${showTime(at)}`;
}

/** "36 min 54 s", "1 h 5 min", "12 s". */
export function showDuration(ms: number, coarse = false): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const h = Math.floor(total / 3600);
  const m = Math.floor((total % 3600) / 60);
  const s = total % 60;
  if (h >= 48) return `${Math.floor(h / 24)} days`;
  if (h > 0) return m ? `${h} h ${m} min` : `${h} h`;
  if (m > 0) return coarse || s === 0 ? `${m} min` : `${m} min ${s} s`;
  return `${s} s`;
}

/** "0:48". */
export function showElapsed(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}`;
}

/** The heading of a day in a list: "Today, 2 November 2026". */
export function dayHeading(at: number, now: number): string {
  const then = new Date(toMillis(at));
  const text = longDay().format(then);
  const days = Math.round((startOfDay(now) - startOfDay(toMillis(at))) / 86_400_000);
  if (days === 0) return `Today, ${text}`;
  return days === 1 ? `Yesterday, ${text}` : text;
}

function startOfDay(at: number): number {
  const d = new Date(at);
  return new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
}
