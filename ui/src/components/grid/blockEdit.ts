// Writing a block of cells: paste, fill handle and Ctrl D end here. Says what changes and
// what had to be left out; it changes nothing itself.

import { grid as words } from '../../messages/grid';
import type { CellBox } from './range';
import { boxColumns, boxRows } from './range';
import type { CellChange, GridColumn, GridRow, ParsedText } from './types';

export interface BlockEdit {
  changes: CellChange[];
  readOnly: number;
  /** What did not fit. */
  problems: CellProblem[];
  /** What is kept as it is and marked, because it cannot be sent so. */
  marked: CellProblem[];
}

export interface CellProblem {
  title: string;
  problem: string;
}

/** A value, also one that cannot be sent as it is; or why there is none. */
export type Written = ParsedText | { value: unknown; problem: string };

/** What goes into the cell `down` and `across` from the block's first cell, which holds `held`. */
export type Source = (
  down: number,
  across: number,
  column: GridColumn,
  held: unknown,
) => Written;

export function editBlock(
  box: CellBox,
  rows: GridRow[],
  columns: GridColumn[],
  source: Source,
): BlockEdit {
  const edit: BlockEdit = { changes: [], readOnly: 0, problems: [], marked: [] };
  const written = columns.slice(box.left, box.right + 1);
  rows.forEach((row, down) => {
    written.forEach((column, across) => {
      if (!isWritable(column, row)) {
        edit.readOnly += 1;
        return;
      }
      const held = row.cells[column.id];
      const read = source(down, across, column, held);
      if ('problem' in read)
        edit['value' in read ? 'marked' : 'problems'].push({
          title: column.title,
          problem: read.problem,
        });
      if ('value' in read && !Object.is(read.value, held)) {
        edit.changes.push({
          rowKey: row.key,
          rowIndex: box.top + down,
          columnId: column.id,
          value: read.value,
          ...('problem' in read ? { problem: read.problem } : {}),
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
  const wide = texts.reduce((most, cells) => Math.max(most, cells.length), 0);
  const fits = boxRows(range) % high === 0 && boxColumns(range) % wide === 0;
  if (fits) return range;
  return {
    top: range.top,
    left: range.left,
    bottom: Math.min(size.rows - 1, range.top + high - 1),
    right: Math.min(size.columns - 1, range.left + wide - 1),
  };
}

/** A text that is not understood is written all the same, so that it is seen where it belongs and nothing is lost. */
export function fromTexts(texts: string[][]): Source {
  return (down, across, column, held) => {
    const cells = texts[down % texts.length] ?? [];
    const text = cells[across % cells.length] ?? '';
    const read = column.parse(text, held);
    return 'problem' in read ? { value: text, problem: read.problem } : read;
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

/** A row as it will be when its changes are kept. */
export function withChanges(row: GridRow, changes: CellChange[]): GridRow {
  const [cells, edits, problems] = [{ ...row.cells }, { ...row.edits }, { ...row.problems }];
  for (const { columnId, value, problem } of changes) {
    edits[columnId] ??= { before: cells[columnId] };
    cells[columnId] = value;
    if (problem === undefined) delete problems[columnId];
    else problems[columnId] = problem;
  }
  return { ...row, mark: row.mark ?? 'edited', cells, edits, problems };
}

/** What was left out and what was marked, or nothing. */
export function leftOut({ readOnly, problems, marked }: BlockEdit): string | undefined {
  const [unfit, faulty] = [problems[0], marked[0]];
  const sentences = [
    readOnly > 0 && words.notEditable(readOnly),
    unfit && words.notFit(problems.length, unfit.title, unfit.problem),
    faulty && words.marked(marked.length, faulty.title, faulty.problem),
  ].filter(Boolean);
  return sentences.length > 0 ? sentences.join(' ') : undefined;
}
