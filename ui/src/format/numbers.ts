import { numberLocale, perLocale } from './locale';

const formats = (options: Intl.NumberFormatOptions) =>
  perLocale(numberLocale, (locale) => new Intl.NumberFormat(locale, options));
const whole = formats({ maximumFractionDigits: 0 });
const free = formats({ maximumFractionDigits: 10 });
const money = formats({ minimumFractionDigits: 2, maximumFractionDigits: 4 });
const hundredths = formats({ style: 'percent', maximumFractionDigits: 0 });
const SIZES = (['kilobyte', 'megabyte', 'gigabyte'] as const).map((unit) =>
  formats({ style: 'unit', unit, maximumFractionDigits: 1 }),
);
const separators = perLocale(numberLocale, (locale) => {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(12345.6);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return { decimal: of('decimal') || '.', group: of('group') };
});

export const count = (n: number): string => whole().format(n);

/** "80%" from 80. */
export const percent = (n: number): string => hundredths().format(n / 100);

/** "48.2 MB". */
export function bytes(size: number | null): string {
  const n = size ?? 0;
  const step = n < 1e6 ? 0 : n < 1e9 ? 1 : 2;
  return SIZES[step]!().format(n / 1000 ** (step + 1));
}

/** "1 change", "12 changes". */
export const countOf = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`;

/** A number or its text, exact: text that a double cannot hold keeps its digits. */
export function showNumber(value: unknown, kind: 'money' | 'hours' | 'number' | 'integer'): string {
  if (value === null || value === undefined || value === '') return '';
  const n = typeof value === 'number' ? value : Number(value);
  if (!Number.isFinite(n)) return String(value);
  if (typeof value === 'string' && value.replace(/\D/g, '').length > 15)
    return value.replace('.', separators().decimal);
  const format = kind === 'integer' ? whole : kind === 'number' ? free : money;
  return format().format(n);
}

/** Typed figures as plain digits ("1,250.50" as "1250.50"), or nothing when it is no number. */
export function parseNumber(typed: string): string | undefined {
  const { decimal, group } = separators();
  const signed = typed
    .trim()
    .replace(/[\s'’]/g, '')
    .replace(/−/g, '-')
    // As accounts write less than nothing.
    .replace(/^\((.*)\)$/, '-$1');
  const text = signed.replace(/^(-?)\p{Sc}/u, '$1').replace(/\p{Sc}$/u, '');
  const [whole = '', ...fraction] = text.split(decimal);
  const digits = [ungrouped(whole, group, fraction.length > 0), ...fraction].join('.');
  return PLAIN.test(digits) ? digits : undefined;
}

/** Typed hours and minutes ("7:30" as "7.5"), where they are a figure of two decimals. */
export function parseHours(typed: string): string | undefined {
  const parts = /^(\d{1,3}):([0-5]\d)$/.exec(typed.trim());
  const hundredths = parts && (Number(parts[2]) * 100) / 60;
  return hundredths !== null && Number.isInteger(hundredths)
    ? String(Number(parts![1]) + hundredths / 100)
    : undefined;
}

const PLAIN = /^-?(\d+(\.\d*)?|\.\d+)$/;

/** Whether this is how a number crosses to the core. */
export const isPlainNumber = (text: string): boolean => PLAIN.test(text);

/** Groups are of three figures, or two as in India. A point that groups nothing is meant as the decimal point. */
function ungrouped(whole: string, group: string, hasFraction: boolean): string {
  const [first = '', ...groups] = whole.split(group);
  if (groups.length === 0) return whole;
  const isGrouped =
    /^-?\d{1,3}$/.test(first) &&
    groups.every((one) => /^\d{2,3}$/.test(one)) &&
    groups.at(-1)!.length === 3;
  if (isGrouped) return first + groups.join('');
  return group === '.' && !hasFraction ? whole : 'no number';
}
