// Opens a grid in an element and keeps it in step with the component's props.

import type {
  CellDoubleClickedEvent,
  CellEditRequestEvent,
  CellFocusedEvent,
  ColumnResizedEvent,
} from 'ag-grid-community';
import { listenToClipboard } from './clipboard';
import { columnDefs } from './columns';
import { listenToKeys, openElsewhere, setTicks, toggleValue } from './commands';
import type { EditorMove } from './editors/TextEditor';
import { datasource, startLibrary } from './library';
import { listenToPointer } from './pointer';
import { rangeAt } from './range';
import { everythingTicked, isTicked, nothingTicked, withTicks } from './selection';
import { GridState, failedRow } from './state';
import { focusPlace, focusedPlace, rowsOf } from './surface';
import type { GridSurface } from './surface';
import type { DataGridProps, GridColumn, GridRow, GridSort } from './types';
import { WindowQueue } from './windowQueue';

export interface OpenSurface extends GridSurface {
  showLabel(label: string): void;
  showColumns(columns: GridColumn[]): void;
  showSort(sort: GridSort[]): void;
  showRowCount(rowCount: number): void;
  readAgain(revision: number): void;
  startOver(queryKey: string): void;
  close(): void;
}

export function openSurface(root: HTMLElement, props: () => DataGridProps): OpenSurface {
  const state = new GridState();
  const given = props();
  state.columns = given.columns;
  state.rowCount = given.rowCount;
  state.sort = given.sort;
  const queue = new WindowQueue((offset, limit, signal) => props().loadRows(offset, limit, signal));
  const editing = {
    finish,
    refused: (problem: string) => props().onNotice?.(`Not kept: ${problem}`),
  };
  let revision = given.revision;
  let queryKey = given.queryKey;
  let toldRow: string | undefined;
  let lastTick = 0;

  const api = startLibrary(root, state, {
    columnDefs: columnDefs(state.columns, editing),
    datasource: datasource(queue, props),
    onViewportChanged: ({ firstRow, lastRow }) => queue.see(firstRow, lastRow),
    onCellFocused: focused,
    onModelUpdated: tellRow,
    onCellEditRequest: edited,
    onColumnResized: resized,
    onCellDoubleClicked: doubleClicked,
  });
  const surface: GridSurface = { api, state, root, props };
  const stops = [listenToKeys(surface), listenToPointer(surface), listenToClipboard(surface)];
  connect();
  showLabel(given.label);

  function connect(): void {
    state.onSort = (columnId, additive) => props().onSort(columnId, additive);
    state.onToggle = (rowIndex, column) => toggleValue(surface, rowIndex, column);
    state.onFold = (rowKey, isOpen) => props().onFold?.(rowKey, isOpen);
    state.onOpenLink = (rowKey, columnId) => props().onOpenLink?.(rowKey, columnId);
    state.onRetry = () => api.refreshInfiniteCache();
    state.onTickAll = (ticked) => setTicks(surface, ticked ? everythingTicked : nothingTicked);
    state.onTick = (row, rowIndex, upToHere) => {
      const ticked = !isTicked(state.ticks, row.key);
      if (upToHere) void tickUpTo(rowIndex, ticked);
      else setTicks(surface, withTicks(state.ticks, [row.key], ticked));
      lastTick = rowIndex;
      if (!root.contains(document.activeElement)) focusPlace(surface, rowIndex, 0);
    };
  }

  async function tickUpTo(rowIndex: number, ticked: boolean): Promise<void> {
    const box = {
      top: Math.min(lastTick, rowIndex),
      bottom: Math.max(lastTick, rowIndex),
      left: 0,
      right: 0,
    };
    const rows = await rowsOf(surface, box);
    if (rows)
      setTicks(
        surface,
        withTicks(
          state.ticks,
          rows.map((row) => row.key),
          ticked,
        ),
      );
  }

  function focused({ rowIndex, column }: CellFocusedEvent<GridRow>): void {
    if (rowIndex === null || !column || typeof column === 'string') return;
    const at = state.columnAt(column.getColId());
    if (at < 0) return;
    const { anchor } = state.range ?? {};
    if (anchor?.row !== rowIndex || anchor.column !== at) state.setRange(rangeAt(rowIndex, at));
    tellRow();
  }

  /** A focused row is told once its key is known, which may be after its window arrived. */
  function tellRow(): void {
    const at = surface && focusedPlace(surface);
    const row = at && api.getDisplayedRowAtIndex(at.row)?.data;
    if (!at || !row || row === failedRow) return;
    const told = `${at.row} ${row.key}`;
    if (told === toldRow) return;
    toldRow = told;
    props().onFocusRow(at.row, row.key);
  }

  function edited({
    data,
    rowIndex,
    column,
    newValue,
    oldValue,
  }: CellEditRequestEvent<GridRow>): void {
    if (rowIndex === null || !data || Object.is(newValue, oldValue)) return;
    props().onEdit([{ rowKey: data.key, rowIndex, columnId: column.getColId(), value: newValue }]);
  }

  function doubleClicked({ rowIndex, column }: CellDoubleClickedEvent<GridRow>): void {
    const held = state.columns[state.columnAt(column.getColId())];
    if (rowIndex !== null && held) openElsewhere(surface, rowIndex, held);
  }

  function finish(move: EditorMove): void {
    const at = focusedPlace(surface);
    api.stopEditing();
    if (!at) return;
    if (move === 'right') api.tabToNextCell();
    else if (move === 'left') api.tabToPreviousCell();
    else {
      const step = move === 'down' ? 1 : move === 'up' ? -1 : 0;
      focusPlace(surface, Math.min(state.rowCount - 1, Math.max(0, at.row + step)), at.column);
    }
  }

  function resized({ finished, column, source }: ColumnResizedEvent<GridRow>): void {
    if (finished && column && source === 'uiColumnResized')
      props().onResizeColumn?.(column.getColId(), column.getActualWidth());
  }

  function showLabel(label: string): void {
    root.querySelector('[role="grid"]')?.setAttribute('aria-label', label);
  }

  function showColumns(columns: GridColumn[]): void {
    if (columns === state.columns) return;
    const same =
      columns.map((column) => column.id).join() === state.columns.map((column) => column.id).join();
    state.columns = columns;
    api.setGridOption('columnDefs', columnDefs(columns, editing));
    // Cells are in column order: with other columns the rows held are of no use.
    if (!same) api.purgeInfiniteCache();
  }

  function startOver(key: string): void {
    if (key === queryKey) return;
    queryKey = key;
    revision = props().revision;
    toldRow = undefined;
    const column = root.contains(document.activeElement)
      ? focusedPlace(surface)?.column
      : undefined;
    queue.clear();
    api.clearFocusedCell();
    state.setRange(undefined);
    setTicks(surface, nothingTicked);
    state.setRowCount(props().rowCount);
    api.setGridOption('datasource', datasource(queue, props));
    api.setRowCount(state.rowCount, true);
    if (state.rowCount === 0) return;
    api.ensureIndexVisible(0, 'top');
    if (column !== undefined) focusPlace(surface, 0, column);
  }

  return {
    ...surface,
    showLabel,
    showColumns,
    startOver,
    showSort: (sort) => state.setSort(sort),
    showRowCount: (rowCount) => {
      if (rowCount === state.rowCount) return;
      state.setRowCount(rowCount);
      api.setRowCount(rowCount, true);
    },
    readAgain: (next) => {
      if (next === revision) return;
      revision = next;
      api.refreshInfiniteCache();
    },
    close: () => {
      for (const stop of stops) stop();
      queue.clear();
      api.destroy();
    },
  };
}
