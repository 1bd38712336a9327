// Opens a grid in an element and keeps it in step with the component's props.

import { grid as words } from '../../messages/grid';
import type {
  CellDoubleClickedEvent,
  CellEditRequestEvent,
  CellFocusedEvent,
  ColumnMovedEvent,
  ColumnResizedEvent,
} from 'ag-grid-community';
import { listenToClipboard } from './clipboard';
import { columnDefs } from './columns';
import { listenToKeys, openElsewhere, setTicks, toggleValue } from './commands';
import type { EditorMove } from './editors/TextEditor';
import { EarlyReads } from './early';
import { focusHeader, listenToHeaders } from './headers';
import { Heading } from './heading';
import { termsOf } from '../../format/fold';
import { datasource, heldWindows, startLibrary, windowRows } from './library';
import { listenToPointer } from './pointer';
import { isOneCell, rangeAt } from './range';
import { everythingTicked, isTicked, nothingTicked, withTicks } from './selection';
import { listenToScroll } from './scroll';
import { sizeNewColumns } from './sizing';
import { inSight, moveFocus, shiftOf, shiftRows } from './standing';
import { GridState, failedRow } from './state';
import { focusGrid, focusPlace, focusedPlace, rowsOf } from './surface';
import type { GridSurface } from './surface';
import type { DataGridProps, GridColumn, GridRow, GridSort, RowSelection } from './types';
import { WindowQueue } from './windowQueue';

/** Rows that are read ahead of a scroll. */
const leastAhead = 100;
const farthestAhead = 300;
/** So long after the last word of a fast scroll it is over, in milliseconds; where those come slowly, twice as long as they take. */
const stopsIn = 60;

export interface OpenSurface extends GridSurface {
  showLabel(label: string): void;
  showColumns(columns: GridColumn[]): void;
  showSort(sort: GridSort[]): void;
  showSearch(search: string): void;
  showRowHeight(pixels: number): void;
  /** Rows changed: windows are read again, and what is looked at stays in its place. */
  showRows(rowCount: number, revision: number): void;
  startOver(queryKey: string): void;
  close(): void;
}

export function openSurface(root: HTMLElement, props: () => DataGridProps): OpenSurface {
  const state = new GridState();
  const given = props();
  state.columns = given.columns;
  state.rowCount = given.rowCount;
  state.sort = given.sort;
  state.terms = termsOf(given.search ?? '');
  root.style.setProperty('--row', `${given.rowHeight}px`);
  const queue = new WindowQueue(
    (offset, limit, signal) => props().loadRows(offset, limit, signal),
    () => heldWindows(api),
  );
  const reads = new EarlyReads(queue);
  const editing = {
    finish,
    refused: (problem: string) => props().onNotice?.(words.notKept(problem)),
  };
  let revision = given.revision;
  let queryKey = given.queryKey;
  let toldRow: string | undefined;
  let lastTick = 0;
  const heading = new Heading();
  let firstSeen = -1;
  let lastSeen = -1;
  let stopped: ReturnType<typeof setTimeout> | undefined;
  let toldRange: string | undefined;
  /** Rows changed while a cell was being written: they are read when that is over. */
  let isLate = false;

  const api = startLibrary(root, state, {
    columnDefs: columnDefs(state, editing),
    datasource: datasource(reads, state, props),
    onViewportChanged: seen,
    onCellFocused: focused,
    onModelUpdated: updated,
    onCellEditRequest: edited,
    onCellEditingStopped: () => isLate && queueMicrotask(readAgain),
    onColumnResized: resized,
    onColumnMoved: moved,
    onCellDoubleClicked: doubleClicked,
  });
  const surface: GridSurface = { api, state, root, props };
  const entry = entryTo(() => focusGrid(surface));
  root.prepend(entry);
  const stops = [
    () => entry.remove(),
    listenToKeys(surface),
    listenToHeaders(surface),
    listenToPointer(surface),
    listenToClipboard(surface),
    listenToScroll(root, scrolled),
  ];
  connect();
  showLabel(given.label);

  function connect(): void {
    state.onSort = (columnId, additive) => props().onSort(columnId, additive);
    state.onToggle = (rowIndex, column) => toggleValue(surface, rowIndex, column);
    state.onFold = (rowKey, isOpen) => props().onFold?.(rowKey, isOpen);
    state.onOpenLink = (rowKey, columnId) => props().onOpenLink?.(rowKey, columnId);
    state.onRetry = () => api.refreshInfiniteCache();
    state.onTickAll = (ticked) => setTicks(surface, ticked ? loadedTicks() : nothingTicked);
    state.onRange = tellRange;
    state.onTick = (row, rowIndex, upToHere) => {
      const ticked = !isTicked(state.ticks, row.key);
      if (upToHere) void tickUpTo(rowIndex, ticked);
      else setTicks(surface, withTicks(state.ticks, [row.key], ticked));
      lastTick = rowIndex;
      if (!root.contains(document.activeElement)) focusPlace(surface, rowIndex, 0);
    };
  }

  /** Everything, where all of it is loaded. */
  function loadedTicks(): RowSelection {
    const keys: string[] = [];
    api.forEachNode(({ data }) => data && data !== failedRow && keys.push(data.key));
    return keys.length >= state.rowCount ? everythingTicked : { kind: 'some', keys };
  }

  function tellRange(): void {
    const { box } = state;
    const block =
      box === undefined || isOneCell(box)
        ? undefined
        : {
            top: box.top,
            bottom: box.bottom,
            columnIds: state.columns.slice(box.left, box.right + 1).map((column) => column.id),
          };
    const told = JSON.stringify(block);
    if (told === toldRange) return;
    toldRange = told;
    props().onRange?.(block);
  }

  /** Reads what is in sight, or what will be by then where the view goes on fast; then what comes after it. */
  function seen({ firstRow, lastRow }: { firstRow: number; lastRow: number }): void {
    if (firstRow === firstSeen && lastRow === lastSeen) return;
    const moved = heading.movedIn(queue.readTime, firstRow, performance.now());
    const by = Math.max(-farthestAhead, Math.min(farthestAhead, moved));
    const isFast = Math.abs(by) > lastRow - firstRow;
    const shift = isFast ? by : 0;
    queue.see(firstRow + shift, lastRow + shift);
    clearTimeout(stopped);
    // A scroll that ends tells nobody.
    if (isFast) {
      const over = Math.max(stopsIn, 2 * heading.pace);
      stopped = setTimeout(() => queue.see(firstRow, lastRow), over);
    }
    const isUp = firstRow < firstSeen;
    firstSeen = firstRow;
    lastSeen = lastRow;
    const far = Math.abs(shift) + leastAhead;
    reads.read(isUp ? missing(firstRow - far, lastRow) : missing(firstRow, lastRow + far));
  }

  function scrolled(): void {
    seen({ firstRow: api.getFirstDisplayedRowIndex(), lastRow: api.getLastDisplayedRowIndex() });
  }

  /** The windows with rows from `first` to `last` that are not here. */
  function missing(first: number, last: number): { offset: number; limit: number }[] {
    const windows: { offset: number; limit: number }[] = [];
    const begin = Math.max(0, first);
    for (let offset = begin - (begin % windowRows); offset <= last; offset += windowRows) {
      const limit = Math.min(windowRows, state.rowCount - offset);
      // Looking a row up makes the library ask for its window.
      if (limit > 0 && !api.getDisplayedRowAtIndex(offset)?.data) windows.push({ offset, limit });
    }
    return windows;
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
    // F6 comes back to this cell.
    root.querySelector('[data-pane-focus]')?.removeAttribute('data-pane-focus');
    root
      .querySelector(`[row-index="${rowIndex}"] [col-id="${CSS.escape(column.getColId())}"]`)
      ?.setAttribute('data-pane-focus', '');
  }

  function updated(): void {
    if (surface) sizeNewColumns(surface);
    tellRow();
  }

  /** A focused row is told once its key is known, which may be after its window arrived. */
  function tellRow(): void {
    const at = surface && focusedPlace(surface);
    const row = at && api.getDisplayedRowAtIndex(at.row)?.data;
    if (!at || !row || row === failedRow || !state.current.has(row)) return;
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
    props().onEdit([{ rowKey: data.key, rowIndex, columnId: column.getColId(), value: newValue }], 'type');
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

  function moved({ finished, source }: ColumnMovedEvent<GridRow>): void {
    if (!finished || source !== 'uiColumnMoved') return;
    const held = new Set(state.columns.map((column) => column.id));
    const order = api
      .getAllDisplayedColumns()
      .map((column) => column.getColId())
      .filter((id) => held.has(id));
    if (order.join() !== state.columns.map((column) => column.id).join())
      props().onArrange?.(order);
  }

  function showLabel(label: string): void {
    root.querySelector('[role="grid"]')?.setAttribute('aria-label', label);
  }

  function showColumns(columns: GridColumn[]): void {
    if (columns === state.columns) return;
    const same =
      columns.map((column) => column.id).join() === state.columns.map((column) => column.id).join();
    const head = document.activeElement?.closest('[role="columnheader"]');
    const headId = head && root.contains(head) ? head.getAttribute('data-column-id') : undefined;
    state.columns = columns;
    if (!same) state.setRange(undefined);
    api.setGridOption('columnDefs', columnDefs(state, editing));
    sizeNewColumns(surface);
    // Its element may have been put elsewhere, which takes the keyboard from it.
    if (headId && !root.contains(document.activeElement)) focusHeader(surface, headId);
  }

  function readAgain(): void {
    isLate = false;
    const mine = revision;
    const count = props().rowCount;
    const shift = shiftOf(surface, props().standing);
    const settle = () => {
      if (mine !== revision) return;
      showCount(count);
      state.current = new WeakSet();
      api.refreshInfiniteCache();
    };
    if (shift.rows === 0) {
      showCount(count);
      moveFocus(surface, shift, inSight(surface));
      settle();
    } else void shiftRows(surface, shift, count, () => mine === revision).then(settle, settle);
  }

  function showCount(rowCount: number): void {
    if (rowCount === state.rowCount) return;
    state.setRowCount(rowCount);
    api.setRowCount(rowCount, true);
  }

  function startOver(key: string): void {
    if (key === queryKey) return;
    queryKey = key;
    revision = props().revision;
    toldRow = undefined;
    const column = root.contains(document.activeElement)
      ? focusedPlace(surface)?.column
      : undefined;
    reads.clear();
    firstSeen = -1;
    state.seen.clear();
    api.clearFocusedCell();
    state.setRange(undefined);
    setTicks(surface, nothingTicked);
    state.setRowCount(props().rowCount);
    api.setGridOption('datasource', datasource(reads, state, props));
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
    showSearch: (search) => {
      const terms = termsOf(search);
      if (terms.join(' ') === state.terms.join(' ')) return;
      state.terms = terms;
      api.refreshCells({ force: true });
    },
    showRowHeight: (pixels) => {
      const { first } = inSight(surface);
      if (root.style.getPropertyValue('--row') === `${pixels}px`) return;
      root.style.setProperty('--row', `${pixels}px`);
      api.setGridOption('rowHeight', pixels);
      api.ensureIndexVisible(first, 'top');
    },
    showRows: (rowCount, next) => {
      if (next === revision) return showCount(rowCount);
      revision = next;
      state.current = new WeakSet();
      // The cell being written would become one of another row.
      if (api.getEditingCells().length > 0) isLate = true;
      else readAgain();
    },
    close: () => {
      clearTimeout(stopped);
      for (const stop of stops) stop();
      reads.clear();
      api.destroy();
    },
  };
}

/** Where the next pane's key comes in: at the cell that had the keyboard last, not at the header. */
function entryTo(enter: () => void): HTMLElement {
  const entry = document.createElement('span');
  entry.tabIndex = -1;
  entry.className = 'sr';
  entry.dataset['paneFocus'] = '';
  entry.addEventListener('focus', enter);
  return entry;
}
