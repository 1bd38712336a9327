// How wide a column is: as wide as what it holds, within limits.

import type { GridColumn, GridRow } from './types';

type Measure = (text: string) => number;

const least = 56;
/** Padding, the line between columns and room for a sort's arrow. */
const besideText = 18;
const besideTitle = 34;
const besideDot = 14;
/** One row in so many may be cut, so that one long name does not take the room of the others. */
const cut = 0.1;
/** Wider than this a column is only where somebody drags it. */
export const widestFit = 720;

/** Wide enough for its title and for nine in ten of `rows`; nothing if no row has it. */
export function widthFor(
  column: GridColumn,
  rows: GridRow[],
  measure: Measure,
  widest: number,
  mayCut = cut,
): number | undefined {
  const widths = rows.flatMap(({ cells, place }) => {
    if (!(column.id in cells)) return [];
    const inside = place ? place.depth * 16 + 24 : 0;
    return [measure(column.format(cells[column.id])) + inside];
  });
  if (widths.length === 0) return undefined;
  widths.sort((a, b) => a - b);
  const most = widths[Math.ceil(widths.length * (1 - mayCut)) - 1] ?? 0;
  const wanted = Math.max(most, measure(column.longest ?? ''));
  const dot = column.editor.kind === 'choice' ? besideDot : 0;
  const lock = column.readOnly && !column.elsewhere ? besideDot : 0;
  const title = Math.min(measure(column.title) + besideTitle + lock, 200);
  return Math.round(Math.max(least, title, Math.min(widest, wanted + besideText + dot)));
}

/** How wide texts are in the font of `root`. */
export function measureIn(root: HTMLElement): Measure {
  const drawing = document.createElement('canvas').getContext('2d');
  const { fontFamily } = getComputedStyle(root);
  // Tabular figures are as wide as zeros.
  if (drawing) drawing.font = `13px ${fontFamily}`;
  const known = new Map<string, number>();
  return (text) => {
    const shape = text.replace(/\d/g, '0');
    const width = known.get(shape) ?? drawing?.measureText(shape).width ?? shape.length * 7;
    known.set(shape, width);
    return width;
  };
}
