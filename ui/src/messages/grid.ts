import { count, countOf } from '../format/numbers';
import { plural } from './plural';

export const grid = {
  elsewhere: 'Edited in the details: press Enter',
  mostRows: (most: number) => `That works on up to ${countOf(most, 'row')} at once.`,
  notRead: 'Some of these rows could not be read. Nothing was changed.',
  notEditable: (n: number) =>
    plural(
      n,
      '# cell cannot be edited and was left out.',
      '# cells cannot be edited and were left out.',
    ),
  notFit: (n: number, title: string, problem: string) =>
    plural(
      n,
      `# cell did not fit and was left out. ${title}: ${problem}`,
      `# cells did not fit and were left out. The first, ${title}: ${problem}`,
    ),
  marked: (n: number, title: string, problem: string) =>
    plural(
      n,
      `# cell is marked, because it was not understood. ${title}: ${problem}`,
      `# cells are marked, because they were not understood. The first, ${title}: ${problem}`,
    ),
  beside: (n: number) =>
    plural(
      n,
      '# column had no room beside the last one.',
      '# columns had no room beside the last one.',
    ),
  below: (n: number) =>
    plural(n, '# row had no room below the last one.', '# rows had no room below the last one.'),
  pasting: (rows: number) => `Pasting ${countOf(rows, 'row')}…`,
  notEdited: (title: string, note: string | undefined) =>
    note ? `${title} cannot be edited. ${note}` : `${title} cannot be edited.`,
  notKept: (problem: string) => `Not kept: ${problem}`,
  copied: (cells: number) => `Copied ${countOf(cells, 'cell')}.`,
  copying: (rows: number) => `Reading ${countOf(rows, 'row')} to copy them…`,
  notCopied: 'These cells could not be copied. Nothing on the clipboard was changed. Copy again.',
  tooManyToCopy: (cells: number, most: number) =>
    `That is ${count(cells)} cells, and ${count(most)} are copied at once. Choose fewer rows or hide columns.`,
  reference: (label: string, id: string) => `${label}\nId ${id}`,
};
