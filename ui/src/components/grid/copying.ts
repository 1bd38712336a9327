// What is copied, and how it gets on the clipboard: the cell range, else the ticked rows, else the
// cell in focus. Rows that are not loaded are read first.

import { grid as words } from '../../messages/grid';
import { copied } from './copied';
import type { Copied } from './copied';
import type { CellBox } from './range';
import { boxRows, isOneCell } from './range';
import { isTicked, tickedCount } from './selection';
import { readRows, rowsAtHand } from './surface';
import type { GridSurface } from './surface';
import type { CopyFormat, GridColumn, GridRow } from './types';

/** More is a job for an export. */
export const mostCells = 100_000;
const slow = 400;
/** Single rows are looked up one by one up to here; for more of them the list is read through. */
const fewRows = 200;
const readAtOnce = 500;

export interface Chosen {
  columns: GridColumn[];
  rowCount: number;
  /** The rows, if all of them are loaded. */
  atHand: GridRow[] | undefined;
  read(): Promise<GridRow[]>;
}

/** `of`: the row that it is asked at. */
export function chosenCells(
  surface: GridSurface,
  as: CopyFormat,
  of?: string,
): Chosen | undefined {
  const { state } = surface;
  const { box } = state;
  const aside = of !== undefined && !isTicked(state.ticks, of);
  const ticked = aside ? 0 : tickedCount(state.ticks, state.rowCount);
  if (ticked > 0 && (!box || isOneCell(box)))
    return {
      columns: state.columns,
      rowCount: ticked,
      atHand: undefined,
      read: () => tickedRows(surface),
    };
  if (!box) return undefined;
  return {
    columns:
      as !== 'text' && isOneCell(box)
        ? state.columns
        : state.columns.slice(box.left, box.right + 1),
    rowCount: boxRows(box),
    atHand: boxRows(box) <= readAtOnce ? rowsAtHand(surface, box) : undefined,
    read: () => readRows(surface, box.top, box.bottom),
  };
}

/** Copies from a menu or a command, where no copy event is at hand. */
export async function copyChosen(
  surface: GridSurface,
  as: CopyFormat,
  of?: string,
): Promise<void> {
  const chosen = chosenCells(surface, as, of);
  if (!chosen) return;
  const { onNotice } = surface.props();
  if (tooMany(surface, chosen)) return;
  const cells = chosen.rowCount * chosen.columns.length;
  if (chosen.atHand && putNow(copied(as, chosen.columns, chosen.atHand)))
    onNotice?.(words.copied(cells));
  else await copyLater(surface, chosen, as);
}

/** Says so where it is more than is copied at once. */
export function tooMany(surface: GridSurface, { columns, rowCount }: Chosen): boolean {
  const cells = columns.length * rowCount;
  if (cells <= mostCells) return false;
  surface.props().onNotice?.(words.tooManyToCopy(cells, mostCells));
  return true;
}

/** The clipboard is given a promise of the cells, because only a key or a click may write to it. */
export async function copyLater(
  surface: GridSurface,
  chosen: Chosen,
  as: CopyFormat,
): Promise<void> {
  const { onNotice } = surface.props();
  const told = window.setTimeout(() => onNotice?.(words.copying(chosen.rowCount)), slow);
  try {
    const made = chosen.read().then((rows) => copied(as, chosen.columns, rows));
    await putLater(as, made);
    onNotice?.(words.copied(chosen.rowCount * chosen.columns.length));
  } catch {
    onNotice?.(words.notCopied);
  } finally {
    window.clearTimeout(told);
  }
}

/** Only while a key or a click is being handled. */
function putNow(made: Copied): boolean {
  const onCopy = (event: ClipboardEvent) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const [type, text] of Object.entries(made)) event.clipboardData?.setData(type, text);
  };
  document.addEventListener('copy', onCopy, true);
  // The clipboard object asks for a permission that one of the web views does not know.
  const done = document.execCommand('copy');
  document.removeEventListener('copy', onCopy, true);
  return done;
}

async function putLater(as: CopyFormat, made: Promise<Copied>): Promise<void> {
  const types = as === 'table' ? ['text/plain', 'text/html'] : ['text/plain'];
  const parts = types.map((type) => [
    type,
    made.then((all) => new Blob([all[type] ?? ''], { type })),
  ]);
  await navigator.clipboard.write([
    new ClipboardItem(Object.fromEntries(parts) as Record<string, Promise<Blob>>),
  ]);
}

/** The ticked rows in the order in which they stand. */
async function tickedRows(surface: GridSurface): Promise<GridRow[]> {
  const { ticks, rowCount } = surface.state;
  const { indexOf } = surface.props();
  if (ticks.kind === 'some' && ticks.keys.length <= fewRows && indexOf) {
    const places = await Promise.all(ticks.keys.map(indexOf));
    const rows: GridRow[] = [];
    for (const box of together(places.flatMap((place) => place ?? [])))
      rows.push(...(await readRows(surface, box.top, box.bottom)));
    return rows.filter((row) => isTicked(ticks, row.key));
  }
  const named = new Set(ticks.kind === 'some' ? ticks.keys : ticks.except);
  const wanted = tickedCount(ticks, rowCount);
  const found: GridRow[] = [];
  for (let top = 0; top < rowCount && found.length < wanted; top += readAtOnce) {
    const rows = await readRows(surface, top, Math.min(rowCount, top + readAtOnce) - 1);
    found.push(...rows.filter((row) => named.has(row.key) === (ticks.kind === 'some')));
  }
  return found;
}

/** Places as few runs of rows: those near each other are read at once. */
export function together(places: number[]): Pick<CellBox, 'top' | 'bottom'>[] {
  const runs: Pick<CellBox, 'top' | 'bottom'>[] = [];
  for (const place of [...places].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && place - last.bottom <= 50 && place - last.top < readAtOnce) last.bottom = place;
    else runs.push({ top: place, bottom: place });
  }
  return runs;
}
