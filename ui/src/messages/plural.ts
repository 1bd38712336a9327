import { count } from '../format/numbers';

/** The language of these words, not of the system's figures. */
const rules = new Intl.PluralRules('en-GB');
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** The whole sentence for a number; `#` stands for the number as it is written here. */
export const plural = (n: number, one: string, other: string): string =>
  (rules.select(n) === 'one' ? one : other).replaceAll('#', () => count(n));

/** "Halden & Marsh, Northlight and Fernhill". */
export const listed = (items: string[]): string => list.format(items);
