// Makes columns as wide as what they hold: once with their first rows, and whenever somebody asks.

import { failedRow } from './state';
import type { GridSurface } from './surface';
import type { GridColumn, GridRow } from './types';
import { measureIn, widestFit, widthFor } from './widths';

/** Of so many rows a column gets its width. */
export const sampleRows = 60;

/** Rows that are loaded, at most `most`. */
function loadedRows({ api }: GridSurface, most: number): GridRow[] {
  const rows: GridRow[] = [];
  api.forEachNode(({ data }) => {
    if (data && data !== failedRow && rows.length < most) rows.push(data);
  });
  return rows;
}

/** Columns that nobody gave a width get theirs from the first rows, one time. */
export function sizeNewColumns(surface: GridSurface): void {
  const { state, api, root } = surface;
  const unsized = state.columns.filter(
    ({ id, widest }) => widest !== undefined && !state.widths.has(id),
  );
  if (unsized.length === 0) return;
  const rows = loadedRows(surface, sampleRows);
  if (rows.length === 0) return;
  const measure = measureIn(root);
  const sized = unsized.flatMap((column) => {
    const width = widthFor(column, rows, measure, column.widest ?? column.width);
    return width === undefined ? [] : [{ key: column.id, newWidth: width }];
  });
  for (const { key, newWidth } of sized) state.widths.set(key, newWidth);
  api.setColumnWidths(sized);
}

/** As wide as the widest of the loaded rows. */
export function fitColumn(surface: GridSurface, column: GridColumn): void {
  const rows = loadedRows(surface, Number.POSITIVE_INFINITY);
  const width = widthFor(column, rows, measureIn(surface.root), widestFit, 0);
  if (width === undefined) return;
  surface.api.setColumnWidths([{ key: column.id, newWidth: width }]);
  surface.props().onResizeColumn?.(column.id, width);
}
