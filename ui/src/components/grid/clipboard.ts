// Copy and paste of cell ranges through the clipboard events, which need no permission in any
// of the three web views. Cells travel as the text the user sees.

import { grid as words } from '../../messages/grid';
import { editBlock, fromTexts, pasteBox } from './blockEdit';
import { copied } from './copied';
import { chosenCells, copyLater, tooMany } from './copying';
import { boxColumns, boxRows } from './range';
import { applyBlock, rowsOf } from './surface';
import type { GridSurface } from './surface';
import { fromTsv } from './tsv';

/** In milliseconds; what takes longer is told. */
const slow = 400;

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
  const { onPasteBelow, onNotice } = surface.props();
  const texts = fromTsv(text);
  const box = pasteBox(range, texts, { rows: state.rowCount, columns: state.columns.length });
  const told = window.setTimeout(() => onNotice?.(words.pasting(boxRows(box))), slow);
  const rows = await rowsOf(surface, box);
  window.clearTimeout(told);
  if (!rows) return;
  state.setRange({
    anchor: { row: box.top, column: box.left },
    head: { row: box.bottom, column: box.right },
  });
  const below = texts.slice(boxRows(box));
  const wide = texts.reduce((most, cells) => Math.max(most, cells.length), 0);
  const beside = wide - boxColumns(box);
  const more = [
    beside > 0 && words.beside(beside),
    below.length > 0 && !onPasteBelow && words.below(below.length),
  ];
  applyBlock(
    surface,
    editBlock(box, rows, state.columns, fromTexts(texts)),
    'paste',
    more.filter(Boolean).join(' '),
  );
  if (below.length > 0)
    onPasteBelow?.(
      below,
      state.columns.slice(box.left, box.right + 1).map((column) => column.id),
    );
}

function isTyping(event: Event): boolean {
  return event.target instanceof Element && event.target.closest('[data-grid-editor]') !== null;
}
