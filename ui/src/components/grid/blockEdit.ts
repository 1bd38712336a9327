// Writing a block of cells: paste, fill handle and Ctrl D end here. Says what changes and
// what had to be left out; it changes nothing itself.

import type { CellBox } from './range';
import { boxColumns, boxRows } from './range';
import type { CellChange, GridColumn, GridRow, ParsedText } from './types';

export interface BlockEdit {
  changes: CellChange[];
  readOnly: number;
  problems: { title: string; problem: string }[];
}

/** What goes into the cell `down` and `across` from the block's first cell, which holds `held`. */
export type Source = (
  down: number,
  across: number,
  column: GridColumn,
  held: unknown,
) => ParsedText;

export function editBlock(
  box: CellBox,
  rows: GridRow[],
  columns: GridColumn[],
  source: Source,
): BlockEdit {
  const edit: BlockEdit = { changes: [], readOnly: 0, problems: [] };
  const written = columns.slice(box.left, box.right + 1);
  rows.forEach((row, down) => {
    written.forEach((column, across) => {
      if (!isWritable(column, row)) {
        edit.readOnly += 1;
        return;
      }
      const held = row.cells[column.id];
      const read = source(down, across, column, held);
      if ('problem' in read) edit.problems.push({ title: column.title, problem: read.problem });
      else if (!Object.is(read.value, held)) {
        edit.changes.push({
          rowKey: row.key,
          rowIndex: box.top + down,
          columnId: column.id,
          value: read.value,
        });
      }
    });
  });
  return edit;
}

export function isWritable(column: GridColumn, row: GridRow): boolean {
  return !column.readOnly && row.mark !== 'deleted';
}

/** Pasted text goes into the range, repeated where it fits a whole number of times, else from its first cell on. */
export function pasteBox(
  range: CellBox,
  texts: string[][],
  size: { rows: number; columns: number },
): CellBox {
  const high = texts.length;
  const wide = Math.max(0, ...texts.map((cells) => cells.length));
  const fits = boxRows(range) % high === 0 && boxColumns(range) % wide === 0;
  if (fits) return range;
  return {
    top: range.top,
    left: range.left,
    bottom: Math.min(size.rows - 1, range.top + high - 1),
    right: Math.min(size.columns - 1, range.left + wide - 1),
  };
}

export function fromTexts(texts: string[][]): Source {
  return (down, across, column, held) => {
    const cells = texts[down % texts.length] ?? [];
    return column.parse(cells[across % cells.length] ?? '', held);
  };
}

/** Repeats a block's values over `to`; a value goes through text where it lands in another column. */
export function fromCells(
  rows: GridRow[],
  from: CellBox,
  to: CellBox,
  columns: GridColumn[],
): Source {
  return (down, across, column, held) => {
    const at = from.left + wrapped(to.left + across - from.left, boxColumns(from));
    const source = columns[at] ?? column;
    const value = rows[wrapped(to.top + down - from.top, boxRows(from))]?.cells[source.id];
    return source === column ? { value } : column.parse(source.format(value), held);
  };
}

/** Remainder that stays positive, so that filling upwards repeats in step too. */
function wrapped(index: number, length: number): number {
  return ((index % length) + length) % length;
}

/** One sentence about what was left out, or nothing. */
export function leftOut(edit: BlockEdit): string | undefined {
  const parts: string[] = [];
  if (edit.readOnly > 0) parts.push(`${cells(edit.readOnly)} cannot be edited`);
  const first = edit.problems[0];
  if (first)
    parts.push(`${cells(edit.problems.length)} did not fit (${first.title}: ${first.problem})`);
  return parts.length > 0 ? `Left out: ${parts.join(', ')}.` : undefined;
}

function cells(count: number): string {
  return count === 1 ? '1 cell' : `${count.toLocaleString()} cells`;
}
