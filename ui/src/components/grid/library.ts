// Starts the grid library: its modules, its theme from our variables, its options, and the windows
// it reads. Nothing outside this folder knows which library it is.

import {
  CellApiModule,
  CellStyleModule,
  ColumnApiModule,
  CustomEditorModule,
  InfiniteRowModelModule,
  ModuleRegistry,
  RenderApiModule,
  RowApiModule,
  ScrollApiModule,
  createGrid,
  createTheme,
} from 'ag-grid-community';
import type { GridApi, GridOptions, IDatasource } from 'ag-grid-community';
import { failedRow } from './state';
import type { GridState } from './state';
import type { DataGridProps, GridRow } from './types';
import type { EarlyReads } from './early';

ModuleRegistry.registerModules([
  CellApiModule,
  CellStyleModule,
  ColumnApiModule,
  CustomEditorModule,
  InfiniteRowModelModule,
  RenderApiModule,
  RowApiModule,
  ScrollApiModule,
]);

/** Little more than a screen, so that a jump shows its rows soon. */
export const windowRows = 50;
/** Windows held at a time: 4,000 rows, wherever the user scrolled. */
const windowsHeld = 80;

const theme = createTheme().withParams({
  browserColorScheme: 'inherit',
  backgroundColor: 'var(--bg)',
  foregroundColor: 'var(--text)',
  textColor: 'var(--text)',
  borderColor: 'var(--line)',
  accentColor: 'var(--accent)',
  fontFamily: 'inherit',
  fontSize: '13px',
  headerFontSize: '12px',
  headerBackgroundColor: 'var(--bg-subtle)',
  headerTextColor: 'var(--text-2)',
  headerRowBorder: '1px solid var(--line-strong)',
  headerHeight: '31px',
  rowHeight: 'var(--row)',
  rowBorder: '1px solid var(--line)',
  columnBorder: false,
  headerColumnResizeHandleColor: 'transparent',
  cellHorizontalPadding: '8px',
  spacing: '4px',
  wrapperBorder: false,
  wrapperBorderRadius: '0',
});

export function startLibrary(
  root: HTMLElement,
  state: GridState,
  more: GridOptions<GridRow>,
): GridApi<GridRow> {
  return createGrid<GridRow>(root, {
    theme,
    context: state,
    rowModelType: 'infinite',
    cacheBlockSize: windowRows,
    maxBlocksInCache: windowsHeld,
    // The queue decides what is read first, so it has to see every request.
    maxConcurrentDatasourceRequests: 1_000_000_000,
    infiniteInitialRowCount: state.rowCount,
    defaultColDef: {
      sortable: false,
      cellDataType: false,
      // These belong to the window: next record, main action.
      suppressKeyboardEvent: ({ event }) =>
        event.altKey || ((event.ctrlKey || event.metaKey) && event.key === 'Enter'),
    },
    readOnlyEdit: true,
    stopEditingWhenCellsLoseFocus: true,
    ensureDomOrder: true,
    rowBuffer: 2,
    // A cell gets what it holds in the frame of its row.
    suppressAnimationFrame: true,
    suppressDragLeaveHidesColumns: true,
    suppressNoRowsOverlay: true,
    suppressRowHoverHighlight: true,
    loading: false,
    ...overlaidScrollbars(),
    ...more,
  });
}

/** Where the system draws scrollbars over the content, the library would keep a strip free for them. */
function overlaidScrollbars(): GridOptions<GridRow> {
  const probe = document.createElement('div');
  probe.style.cssText =
    'position:absolute;width:50px;height:50px;overflow:scroll;visibility:hidden';
  document.body.append(probe);
  const width = probe.offsetWidth - probe.clientWidth;
  probe.remove();
  return width === 0 ? { scrollbarWidth: 0 } : {};
}

/** A drawn row without a name of its own would be thrown away and made anew when what it holds arrives. */
function keepDrawn(api: GridApi<GridRow>, from: number, to: number): void {
  for (const node of api.getRenderedNodes()) {
    const { rowIndex } = node;
    if (rowIndex !== null && rowIndex >= from && rowIndex < to) node.id ??= String(rowIndex);
  }
}

/** Where the windows begin that the library holds or waits for. */
export function heldWindows(api: GridApi<GridRow>): Set<number> {
  const windows = Object.values(api.getCacheBlockState() as Record<string, { startRow: number }>);
  return new Set(windows.map(({ startRow }) => startRow));
}

export function datasource(
  reads: EarlyReads,
  state: GridState,
  props: () => DataGridProps,
): IDatasource {
  return {
    getRows(request) {
      const { api, startRow, endRow } = request;
      const { rowCount } = props();
      const limit = Math.min(endRow, rowCount) - startRow;
      if (limit <= 0) return request.successCallback([], rowCount);
      const { current } = state;
      reads.ask({
        offset: startRow,
        limit,
        done: (rows) => {
          state.seen.note(rows);
          for (const row of rows) current.add(row);
          keepDrawn(api, startRow, startRow + limit);
          request.successCallback(rows, props().rowCount);
        },
        failed: () => {
          // What was read before stays on screen; the owner knows that it is old.
          if (api.getDisplayedRowAtIndex(startRow)?.data) {
            request.failCallback();
            for (let at = startRow; at < startRow + limit; at += 1) {
              const row = api.getDisplayedRowAtIndex(at)?.data;
              if (row) current.add(row);
            }
          } else request.successCallback(new Array<GridRow>(limit).fill(failedRow), props().rowCount);
        },
      });
    },
  };
}
