import { inSentence } from '../format/inSentence';
import { count } from '../format/numbers';

/** "A", "A and B", "A, B and C". */
const listed = (names: string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

export const related = {
  belongsTo: 'Belongs to',
  pointsHere: 'Points here',
  below: 'Below it',
  named: (field: string, label: string) => `${field}: ${label}`,
  by: (plural: string, field: string) => `${plural}, by ${inSentence(field)}`,
  openInGrid: 'Open in grid',
  openTheseInGrid: (what: string) => `Open in grid: ${what}`,
  more: (n: number) => `and ${count(n)} more`,
  nothingPoints: 'Nothing points here.',
  missing: (plurals: string[]) =>
    plurals.length > 4
      ? `${listed(plurals.slice(0, 3))} and ${count(plurals.length - 3)} more are not all on this computer; there may be more.`
      : `${listed(plurals)} are not all on this computer; there may be more.`,
  load: 'Load them',
  loading: 'Loading them',
  deleting: (service: string) => `When it is deleted, ${service} says:`,
};
