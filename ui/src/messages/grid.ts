import { count, countOf } from '../format/numbers';

export const grid = {
  elsewhere: 'Edited in the details: press Enter',
  mostRows: (most: number) => `That works on up to ${countOf(most, 'row')} at once.`,
  notRead: 'Some of these rows could not be read. Nothing was changed.',
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
