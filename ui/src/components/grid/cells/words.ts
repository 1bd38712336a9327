// What a mark says to somebody who cannot see it; the same words are the cell's tooltip.

import type { GridColumn, GridRow, RowMark, RowPlace } from '../types';

export function cellWords(row: GridRow, column: GridColumn): string[] {
  const words: string[] = [];
  const problem = row.problems?.[column.id];
  if (problem) words.push(problem);
  const edit = row.edits?.[column.id];
  if (edit) {
    const before = column.format(edit.before);
    words.push(before === '' ? 'unsent edit, was empty' : `unsent edit, was ${before}`);
  }
  return words;
}

/** What the indentation says. */
export function placeWords(place: RowPlace): string[] {
  const level = place.depth > 0 ? [`level ${place.depth + 1}`] : [];
  return place.hasBelow ? [...level, place.open ? 'open' : 'folded'] : level;
}

/** The words as a sentence for the tooltip. */
export function tooltip(words: string[]): string {
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('\n');
}

export const rowWords: Record<RowMark, string> = {
  edited: 'row with unsent edits',
  new: 'new row, not sent yet',
  deleted: 'marked for deletion',
};
