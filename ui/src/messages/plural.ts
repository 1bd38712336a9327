import { count } from '../format/numbers';

/** The language of these words, not of the system's figures. */
const rules = new Intl.PluralRules('en-GB');
const all = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const either = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** The whole sentence for a number; `#` stands for the number as it is written here. */
export const plural = (n: number, one: string, other: string): string =>
  (rules.select(n) === 'one' ? one : other).replaceAll('#', () => count(n));

/** "Halden & Marsh, Northlight and Fernhill". */
export const listed = (items: string[]): string => all.format(items);

/** "Submitted, Draft or Approved". */
export const eitherOf = (items: string[]): string => either.format(items);
