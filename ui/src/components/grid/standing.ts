// Keeps what is looked at in its place when rows come or go above it.

import { focusPlace, focusedPlace } from './surface';
import type { GridSurface } from './surface';
import type { GridRow, Standing } from './types';

const above = 6;
const below = 8;

/** The rows between the upper and the lower edge. */
export function inSight({ api, state }: GridSurface): { first: number; last: number } {
  const { rowHeight } = api.getSizesForCurrentTheme();
  const { top, bottom } = api.getVerticalPixelRange();
  const most = Math.max(0, state.rowCount - 1);
  return {
    first: Math.min(most, Math.floor(top / rowHeight)),
    last: Math.min(most, Math.ceil(bottom / rowHeight)),
  };
}

/** By key; a list that stands at its top stays there, so that new rows are seen. */
export function standing(surface: GridSurface): Standing<string> {
  const { api, state } = surface;
  const keyAt = (index: number | undefined) => {
    const row = index === undefined ? undefined : api.getDisplayedRowAtIndex(index)?.data;
    return row && state.current.has(row) ? { key: row.key } : undefined;
  };
  const { first } = inSight(surface);
  const top = api.getVerticalPixelRange().top > 0 ? keyAt(first) : undefined;
  const focused = keyAt(focusedPlace(surface)?.row);
  return {
    ...(top ? { top: top.key } : {}),
    ...(focused ? { focused: focused.key } : {}),
  };
}

/** How far rows moved since `standing` was asked. */
export interface Shift {
  rows: number;
  focused: number;
}

export function shiftOf(surface: GridSurface, now: Standing<number> | undefined): Shift {
  const at = focusedPlace(surface);
  return {
    rows: now?.top === undefined ? 0 : now.top - inSight(surface).first,
    focused: now?.focused === undefined || !at ? 0 : now.focused - at.row,
  };
}

/**
 * Scrolls by as many rows as came or went above and puts the rows of the new order in sight in one
 * go: nothing seems to move. The windows around are read afterwards.
 */
export async function shiftRows(
  surface: GridSurface,
  shift: Shift,
  count: number,
  isNewest: () => boolean,
): Promise<void> {
  const { api, state } = surface;
  const sight = inSight(surface);
  const from = Math.max(0, sight.first + shift.rows - above);
  const limit = Math.min(count - from, sight.last - sight.first + above + below);
  const rows =
    limit > 0
      ? await surface.props().loadRows(from, limit, new AbortController().signal)
      : new Array<GridRow>();
  if (!isNewest()) return;
  state.setRowCount(count);
  api.setRowCount(count, true);
  const held = inSight(surface);
  const within = api.getVerticalPixelRange().top % api.getSizesForCurrentTheme().rowHeight;
  api.ensureIndexVisible(Math.max(0, Math.min(count - 1, held.first + shift.rows)), 'top');
  // The library puts a row at the upper edge; it stood a part of a row above it.
  const viewport = surface.root.querySelector('.ag-grid-viewport');
  if (viewport) viewport.scrollTop += within;
  rows.forEach((row, at) => {
    state.current.add(row);
    api.getDisplayedRowAtIndex(from + at)?.setData(row);
  });
  moveFocus(surface, shift, { first: from, last: from + rows.length - 1 });
}

/** The keyboard's cell and the range go along with their record as long as it is in sight. */
export function moveFocus(
  surface: GridSurface,
  { rows, focused }: Shift,
  sight: { first: number; last: number },
): void {
  const { state, root } = surface;
  const at = focusedPlace(surface);
  if (!at) return;
  const to = at.row + focused;
  const by = to >= sight.first && to <= sight.last ? focused : rows;
  if (by === 0 || at.row + by < 0 || at.row + by >= state.rowCount) return;
  const { range } = state;
  if (range)
    state.setRange({
      anchor: { ...range.anchor, row: range.anchor.row + by },
      head: { ...range.head, row: range.head.row + by },
    });
  if (root.contains(document.activeElement)) focusPlace(surface, at.row + by, at.column);
  else surface.api.clearFocusedCell();
}
