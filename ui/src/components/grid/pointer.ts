// Dragging with the mouse: over cells it makes a range, from the handle it fills. At the upper and
// lower edge the rows scroll along.

import { tickColumnId } from './cells/TickCell';
import { editBlock, fromCells } from './blockEdit';
import { boxHolds, fillBox, rangeAt } from './range';
import type { CellPoint } from './range';
import { applyBlock, rowsOf } from './surface';
import type { GridSurface } from './surface';

const scrollEvery = 60;
const headHeight = 32;
/** Keeps clear of a scrollbar. */
const edge = 20;

/** Listens until the returned function is called. */
export function listenToPointer(surface: GridSurface): () => void {
  const onDown = (event: MouseEvent) => pressed(surface, event);
  // The library moves the focus on the first of the two events, the web view on the second.
  const onFirst = (event: PointerEvent) => {
    if (keepsFocus(surface, event)) event.stopPropagation();
  };
  surface.root.addEventListener('pointerdown', onFirst, true);
  surface.root.addEventListener('mousedown', onDown, true);
  return () => {
    surface.root.removeEventListener('pointerdown', onFirst, true);
    surface.root.removeEventListener('mousedown', onDown, true);
  };
}

function pressed(surface: GridSurface, event: MouseEvent): void {
  const target = event.target;
  if (event.button === 2) return pressedForMenu(surface, event);
  if (event.button !== 0 || !(target instanceof Element) || target.closest('[data-grid-editor]'))
    return;
  if (keepsFocus(surface, event)) {
    event.preventDefault();
    event.stopPropagation();
  }
  const at = placeOf(surface, target);
  if (!at) return;
  if (target.closest('[data-grid-fill]')) {
    follow(
      surface,
      (to) => aim(surface, to),
      () => void fill(surface),
    );
    return;
  }
  const { state } = surface;
  if (event.shiftKey && state.range) {
    state.setRange({ anchor: state.range.anchor, head: at });
  } else {
    state.setRange(rangeAt(at.row, at.column));
  }
  follow(surface, (to) => state.range && state.setRange({ anchor: state.range.anchor, head: to }));
}

/** A menu is about the range that it is asked in, else about the cell under the pointer. */
function pressedForMenu(surface: GridSurface, { target }: MouseEvent): void {
  const at = target instanceof Element ? placeOf(surface, target) : undefined;
  const { box } = surface.state;
  if (at && !(box && boxHolds(box, at.row, at.column)))
    surface.state.setRange(rangeAt(at.row, at.column));
}

/** Ticking, filling and extending leave the keyboard where it is. */
function keepsFocus({ state }: GridSurface, { target, shiftKey }: MouseEvent): boolean {
  if (!(target instanceof Element) || target.closest('[data-grid-editor]')) return false;
  const cell = target.closest('[role="gridcell"]');
  if (!cell) return false;
  if (cell.getAttribute('data-column-id') === tickColumnId || target.closest('[data-grid-fill]'))
    return true;
  return shiftKey && state.range !== undefined;
}

function placeOf({ state }: GridSurface, target: Element): CellPoint | undefined {
  const cell = target.closest('[role="gridcell"]');
  const row = Number(cell?.getAttribute('data-row-index') ?? Number.NaN);
  const column = state.columnAt(cell?.getAttribute('data-column-id') ?? '');
  return Number.isNaN(row) || column < 0 ? undefined : { row, column };
}

function follow(surface: GridSurface, over: (at: CellPoint) => void, dropped?: () => void): void {
  let x = -1;
  let y = -1;
  let last: CellPoint | undefined;
  const look = () => {
    const target = document.elementFromPoint(x, y);
    const at = target && surface.root.contains(target) ? placeOf(surface, target) : undefined;
    if (!at || (at.row === last?.row && at.column === last.column)) return;
    last = at;
    over(at);
  };
  const scroll = window.setInterval(() => {
    if (y >= 0 && scrollAlong(surface, y)) look();
  }, scrollEvery);
  const onMove = (event: MouseEvent) => {
    // Beyond the rows the nearest row counts.
    const { left, right, top, bottom } = surface.root.getBoundingClientRect();
    x = Math.max(left + 60, Math.min(event.clientX, right - edge));
    y = Math.max(top + headHeight + 4, Math.min(event.clientY, bottom - edge));
    look();
  };
  const onUp = () => {
    window.clearInterval(scroll);
    document.removeEventListener('mousemove', onMove, true);
    document.removeEventListener('mouseup', onUp, true);
    dropped?.();
  };
  document.addEventListener('mousemove', onMove, true);
  document.addEventListener('mouseup', onUp, true);
}

function scrollAlong({ api, root, state }: GridSurface, y: number): boolean {
  const { top, bottom } = root.getBoundingClientRect();
  const step = y >= bottom - edge ? 1 : y <= top + headHeight + 4 ? -1 : 0;
  if (step === 0) return false;
  const { rowHeight } = api.getSizesForCurrentTheme();
  const seen = api.getVerticalPixelRange();
  const next = Math.floor((step > 0 ? seen.bottom : seen.top) / rowHeight) + step;
  api.ensureIndexVisible(
    Math.max(0, Math.min(state.rowCount - 1, next)),
    step > 0 ? 'bottom' : 'top',
  );
  return true;
}

function aim({ state }: GridSurface, to: CellPoint): void {
  if (state.box) state.setFillTo(fillBox(state.box, to));
}

async function fill(surface: GridSurface): Promise<void> {
  const { state } = surface;
  const from = state.box;
  const to = state.fillTo;
  state.setFillTo(undefined);
  if (!from || !to) return;
  const sources = await rowsOf(surface, from);
  const targets = await rowsOf(surface, to);
  if (!sources || !targets) return;
  const first = { row: Math.min(from.top, to.top), column: Math.min(from.left, to.left) };
  const last = { row: Math.max(from.bottom, to.bottom), column: Math.max(from.right, to.right) };
  state.setRange({ anchor: first, head: last });
  applyBlock(
    surface,
    editBlock(to, targets, state.columns, fromCells(sources, from, to, state.columns)),
    'fill',
  );
}
