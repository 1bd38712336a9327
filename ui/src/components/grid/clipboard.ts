// Copy and paste of cell ranges through the clipboard events, which need no permission in any
// of the three web views. Cells travel as the text the user sees.

import { editBlock, fromTexts, pasteBox } from './blockEdit';
import type { CellBox } from './range';
import { boxRows } from './range';
import { applyBlock, rowsAtHand, rowsOf } from './surface';
import type { GridSurface } from './surface';
import { fromTsv, toTsv } from './tsv';
import type { GridRow } from './types';

/** Listens until the returned function is called. */
export function listenToClipboard(surface: GridSurface): () => void {
  const onCopy = (event: ClipboardEvent) => copy(surface, event);
  const onPaste = (event: ClipboardEvent) => void paste(surface, event);
  surface.root.addEventListener('copy', onCopy);
  surface.root.addEventListener('paste', onPaste);
  return () => {
    surface.root.removeEventListener('copy', onCopy);
    surface.root.removeEventListener('paste', onPaste);
  };
}

function copy(surface: GridSurface, event: ClipboardEvent): void {
  const box = surface.state.box;
  if (!box || isTyping(event)) return;
  event.preventDefault();
  const rows = rowsAtHand(surface, box);
  if (rows) event.clipboardData?.setData('text/plain', textOf(surface, rows, box));
  else void copyLater(surface, box);
}

/** The event is over before the rows are here, so this way goes through the clipboard object. */
async function copyLater(surface: GridSurface, box: CellBox): Promise<void> {
  const rows = await rowsOf(surface, box);
  if (!rows) return;
  const { onNotice } = surface.props();
  try {
    await navigator.clipboard.writeText(textOf(surface, rows, box));
    onNotice?.(`Copied ${rows.length.toLocaleString()} rows.`);
  } catch {
    onNotice?.('These rows were still being read. Copy again.');
  }
}

async function paste(surface: GridSurface, event: ClipboardEvent): Promise<void> {
  const range = surface.state.box;
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (!range || text === '' || isTyping(event)) return;
  event.preventDefault();
  const { state } = surface;
  const texts = fromTsv(text);
  const box = pasteBox(range, texts, { rows: state.rowCount, columns: state.columns.length });
  const rows = await rowsOf(surface, box);
  if (!rows) return;
  state.setRange({
    anchor: { row: box.top, column: box.left },
    head: { row: box.bottom, column: box.right },
  });
  const over = texts.length - boxRows(box);
  const below =
    over > 0 ? `${over.toLocaleString()} rows did not fit below the last row.` : undefined;
  applyBlock(surface, editBlock(box, rows, state.columns, fromTexts(texts)), below);
}

function textOf({ state }: GridSurface, rows: GridRow[], box: CellBox): string {
  const columns = state.columns.slice(box.left, box.right + 1);
  return toTsv(
    rows.map((row) => columns.map((column, at) => column.format(row.cells[box.left + at]))),
  );
}

function isTyping(event: Event): boolean {
  return event.target instanceof Element && event.target.closest('[data-grid-editor]') !== null;
}
