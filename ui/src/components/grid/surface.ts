// The running grid as the other files see it, and the rows it can hand out.

import { grid as words } from '../../messages/grid';
import type { GridApi } from 'ag-grid-community';
import { boxRows } from './range';
import type { CellBox } from './range';
import { failedRow } from './state';
import type { GridState } from './state';
import type { BlockEdit } from './blockEdit';
import { leftOut, withChanges } from './blockEdit';
import type { CellChange, DataGridProps, EditWay, GridRow } from './types';

export interface GridSurface {
  api: GridApi<GridRow>;
  state: GridState;
  root: HTMLElement;
  /** The newest props; handlers outlive renders. */
  props(): DataGridProps;
}

/** Copy, paste and fill stop here; more is a job for an import or an export. */
export const mostRows = 10_000;
const readAtOnce = 500;

/** The rows of a box, if all of them are loaded. */
export function rowsAtHand({ api }: GridSurface, box: CellBox): GridRow[] | undefined {
  const rows: GridRow[] = [];
  for (let at = box.top; at <= box.bottom; at += 1) {
    // The look-up makes the library load what is missing, so the first gap ends it.
    const row = api.getDisplayedRowAtIndex(at)?.data;
    if (!row || row === failedRow) return undefined;
    rows.push(row);
  }
  return rows;
}

/** The rows of a box, read where they are not loaded; nothing, with a notice, if that cannot be. */
export async function rowsOf(surface: GridSurface, box: CellBox): Promise<GridRow[] | undefined> {
  const { onNotice } = surface.props();
  if (boxRows(box) > mostRows) {
    onNotice?.(words.mostRows(mostRows));
    return undefined;
  }
  const atHand = boxRows(box) <= readAtOnce ? rowsAtHand(surface, box) : undefined;
  if (atHand) return atHand;
  try {
    return await readRows(surface, box.top, box.bottom);
  } catch {
    onNotice?.(words.notRead);
    return undefined;
  }
}

/** The rows from `top` to `bottom`, read anew, some hundreds at a time. */
export async function readRows(
  surface: GridSurface,
  top: number,
  bottom: number,
): Promise<GridRow[]> {
  const rows: GridRow[] = [];
  for (let from = top; from <= bottom; from += readAtOnce) {
    const limit = Math.min(readAtOnce, bottom - from + 1);
    rows.push(...(await surface.props().loadRows(from, limit, new AbortController().signal)));
  }
  return rows;
}

/** Marks the changed cells in sight at once; when the owner has kept them, or could not, rows are read again. */
function showChanges({ api, state }: GridSurface, changes: CellChange[]): void {
  const byRow = new Map<string, CellChange[]>();
  for (const change of changes) {
    const ofRow = byRow.get(change.rowKey);
    if (ofRow) ofRow.push(change);
    else byRow.set(change.rowKey, [change]);
  }
  for (const node of api.getRenderedNodes()) {
    const row = node.data;
    const changed = row && byRow.get(row.key);
    if (!changed) continue;
    const next = withChanges(row, changed);
    state.current.add(next);
    node.setData(next);
  }
}

/** Hands a block to the owner and tells what was left out. */
export function applyBlock(
  surface: GridSurface,
  edit: BlockEdit,
  way: EditWay,
  more?: string,
): void {
  const { onEdit, onNotice } = surface.props();
  if (edit.changes.length > 0) {
    showChanges(surface, edit.changes);
    onEdit(edit.changes, way);
  }
  const notice = [leftOut(edit), more].filter(Boolean).join(' ');
  if (notice) onNotice?.(notice);
}

export function focusedPlace({
  api,
  state,
}: GridSurface): { row: number; column: number } | undefined {
  const cell = api.getFocusedCell();
  if (!cell) return undefined;
  const column = state.columnAt(cell.column.getColId());
  return column < 0 ? undefined : { row: cell.rowIndex, column };
}

export function showPlace({ api, state }: GridSurface, row: number, column: number): void {
  const id = state.columns[column]?.id;
  if (id === undefined || row >= state.rowCount) return;
  api.ensureIndexVisible(row);
  api.ensureColumnVisible(id);
}

/** Puts the keyboard on a cell and brings it into view. */
export function focusPlace(surface: GridSurface, row: number, column: number): void {
  const id = surface.state.columns[column]?.id;
  if (id === undefined || row >= surface.state.rowCount) return;
  showPlace(surface, row, column);
  surface.api.setFocusedCell(row, id);
}

/** Puts the keyboard into the grid, at the cell that had it last. */
export function focusGrid(surface: GridSurface): void {
  const row = Math.max(0, surface.api.getFirstDisplayedRowIndex());
  const at = focusedPlace(surface) ?? { row, column: 0 };
  focusPlace(surface, at.row, at.column);
}
