// Copy and paste of cell ranges through the clipboard events, which need no permission in any
// of the three web views. Cells travel as the text the user sees.

import { editBlock, fromTexts, pasteBox } from './blockEdit';
import { copied } from './copied';
import { chosenCells, copyLater, tooMany } from './copying';
import { boxRows } from './range';
import { applyBlock, rowsOf } from './surface';
import type { GridSurface } from './surface';
import { fromTsv } from './tsv';

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
  if (isTyping(event)) return;
  const chosen = chosenCells(surface, 'text');
  if (!chosen) return;
  event.preventDefault();
  if (tooMany(surface, chosen)) return;
  // The event is over before rows are here that are not loaded.
  if (!chosen.atHand) void copyLater(surface, chosen, 'text');
  else {
    const made = copied('text', chosen.columns, chosen.atHand);
    for (const [type, text] of Object.entries(made)) event.clipboardData?.setData(type, text);
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
  applyBlock(surface, editBlock(box, rows, state.columns, fromTexts(texts)), 'paste', below);
}

function isTyping(event: Event): boolean {
  return event.target instanceof Element && event.target.closest('[data-grid-editor]') !== null;
}
