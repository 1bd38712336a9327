// What the grid's own keys do. Each answers whether it took the key; what it did not take goes on
// to the grid library and to the window.

import { grid as words } from '../../messages/grid';
import { editBlock, fromCells, isWritable } from './blockEdit';
import type { GridKey } from './keys';
import { gridKey } from './keys';
import { boxRows, extend, isOneCell, rangeAt } from './range';
import type { CellBox } from './range';
import { everythingTicked, isTicked, tickedCount, withTicks } from './selection';
import { applyBlock, focusPlace, focusedPlace, rowsAtHand, rowsOf, showPlace } from './surface';
import type { GridSurface } from './surface';
import type { GridColumn, GridRow, RowSelection } from './types';

/** Listens until the returned function is called. */
export function listenToKeys(surface: GridSurface): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (!(event.target instanceof Element) || event.target.closest('[data-grid-editor]')) return;
    if (!event.target.closest('[role="gridcell"]')) return;
    const key = gridKey(event);
    if (!key || !take(surface, key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  // Before the grid library sees it, whose own meaning of these keys differs.
  surface.root.addEventListener('keydown', onKey, true);
  return () => surface.root.removeEventListener('keydown', onKey, true);
}

export function setTicks(surface: GridSurface, ticks: RowSelection): void {
  surface.state.setTicks(ticks);
  surface.props().onSelect(ticks);
}

/** By row as it was read: a second press may come before the first one is read back. */
const toggled = new WeakMap<GridRow, Map<string, boolean>>();

/** Turns a yes/no cell over. */
export function toggleValue(surface: GridSurface, rowIndex: number, column: GridColumn): void {
  const row = surface.api.getDisplayedRowAtIndex(rowIndex)?.data;
  if (!row || !isWritable(column, row)) return;
  const value =
    (toggled.get(row)?.get(column.id) ?? row.cells[column.id]) !== true;
  toggled.set(row, new Map(toggled.get(row)).set(column.id, value));
  surface.props().onEdit([{ rowKey: row.key, rowIndex, columnId: column.id, value }], 'type');
}

function take(surface: GridSurface, key: GridKey): boolean {
  const { state, api } = surface;
  const at = focusedPlace(surface);
  if (!at) return false;
  const column = state.columns[at.column];
  if (!column) return false;
  const range = state.range ?? rangeAt(at.row, at.column);
  const box = state.box ?? { top: at.row, bottom: at.row, left: at.column, right: at.column };
  switch (key.does) {
    case 'extend': {
      const next = extend(range, key.to, key.toEdge, {
        rows: state.rowCount,
        columns: state.columns.length,
      });
      state.setRange(next);
      showPlace(surface, next.head.row, next.head.column);
      return true;
    }
    case 'go': {
      const size = { rows: state.rowCount, columns: state.columns.length };
      const { head } = key.to.reduce(
        (from, to) => extend(from, to, true, size),
        rangeAt(at.row, at.column),
      );
      focusPlace(surface, head.row, head.column);
      return true;
    }
    case 'tick':
      void tickRows(surface, box);
      return true;
    case 'tick-all':
      setTicks(surface, everythingTicked);
      return true;
    case 'fill-down':
      void fillDown(surface, box, at);
      return true;
    case 'delete':
      void deleteRows(surface, box);
      return true;
    case 'clear':
      api.startEditingCell({ rowIndex: at.row, colKey: column.id, key: 'Backspace' });
      return true;
    case 'open':
      return open(surface, at.row, column);
    case 'toggle':
      if (column.editor.kind === 'boolean') toggleValue(surface, at.row, column);
      return true;
    case 'fold': {
      const row = api.getDisplayedRowAtIndex(at.row)?.data;
      if (!row?.place?.hasBelow) return row?.place !== undefined;
      if (row.place.open !== key.open) state.onFold(row.key, key.open);
      return true;
    }
    case 'unselect':
      if (isOneCell(box)) return false;
      state.setRange(rangeAt(at.row, at.column));
      return true;
  }
}

/** Asks the owner for a cell that is not edited here. */
export function openElsewhere(surface: GridSurface, rowIndex: number, column: GridColumn): boolean {
  const row = surface.api.getDisplayedRowAtIndex(rowIndex)?.data;
  if (!column.elsewhere || !row) return false;
  surface.props().onEditElsewhere?.(row.key, rowIndex, column.id);
  return true;
}

function open(surface: GridSurface, rowIndex: number, column: GridColumn): boolean {
  if (openElsewhere(surface, rowIndex, column)) return true;
  if (column.readOnly) {
    surface.props().onNotice?.(words.notEdited(column.title, column.note));
    return true;
  }
  if (column.editor.kind !== 'boolean') return false;
  toggleValue(surface, rowIndex, column);
  return true;
}

async function tickRows(surface: GridSurface, box: CellBox): Promise<void> {
  const rows = await rowsOf(surface, box);
  if (!rows) return;
  const { ticks } = surface.state;
  const all = rows.every((row) => isTicked(ticks, row.key));
  setTicks(
    surface,
    withTicks(
      ticks,
      rows.map((row) => row.key),
      !all,
    ),
  );
}

async function deleteRows(surface: GridSurface, box: CellBox): Promise<void> {
  const { ticks, rowCount } = surface.state;
  const { onDelete } = surface.props();
  if (tickedCount(ticks, rowCount) > 0) return onDelete(ticks);
  const rows = await rowsOf(surface, box);
  if (rows) onDelete({ kind: 'some', keys: rows.map((row) => row.key) });
}

/** Over a range: its first row goes down. Else: the focused value goes into the ticked rows. */
async function fillDown(
  surface: GridSurface,
  box: CellBox,
  at: { row: number; column: number },
): Promise<void> {
  const { state } = surface;
  if (boxRows(box) > 1) {
    const rows = await rowsOf(surface, box);
    if (!rows) return;
    const from = { ...box, bottom: box.top };
    const to = { ...box, top: box.top + 1 };
    applyBlock(
      surface,
      editBlock(to, rows.slice(1), state.columns, fromCells(rows, from, to, state.columns)),
      'fill',
    );
    return;
  }
  const all: CellBox = { top: 0, bottom: state.rowCount - 1, left: at.column, right: at.column };
  const focused = rowsAtHand(surface, { ...all, top: at.row, bottom: at.row })?.[0];
  if (!focused || tickedCount(state.ticks, state.rowCount) === 0) return;
  const rows = await rowsOf(surface, all);
  if (rows) fillTicked(surface, all, rows, focused.cells[state.columns[at.column]?.id ?? '']);
}

function fillTicked(surface: GridSurface, all: CellBox, rows: GridRow[], value: unknown): void {
  const { state } = surface;
  const edit = editBlock(all, rows, state.columns, () => ({ value }));
  const ticked = new Set(
    rows.filter((row) => isTicked(state.ticks, row.key)).map((row) => row.key),
  );
  applyBlock(surface, {
    ...edit,
    changes: edit.changes.filter((change) => ticked.has(change.rowKey)),
  }, 'fill');
}
