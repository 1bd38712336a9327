const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const free = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 10 });
const money = new Intl.NumberFormat('en-GB', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 4,
});

export const count = (n: number): string => whole.format(n);

/** "1 change", "12 changes". */
export const countOf = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`;

/** A number or its text, exact: text that a double cannot hold keeps its digits. */
export function showNumber(value: unknown, kind: 'money' | 'hours' | 'number' | 'integer'): string {
  if (value === null || value === undefined || value === '') return '';
  const n = typeof value === 'number' ? value : Number(value);
  if (!Number.isFinite(n) || (typeof value === 'string' && value.replace(/\D/g, '').length > 15)) {
    return String(value);
  }
  return kind === 'money' || kind === 'hours'
    ? money.format(n)
    : kind === 'integer'
      ? whole.format(n)
      : free.format(n);
}

/** Typed figures as plain digits ("1,250.50" as "1250.50"), or nothing when it is no number. */
export function parseNumber(typed: string): string | undefined {
  const text = typed
    .trim()
    .replace(/[\s,']/g, '')
    .replace(/^[$€£]/, '');
  return /^-?(\d+(\.\d*)?|\.\d+)$/.test(text) ? text : undefined;
}
