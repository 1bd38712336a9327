// One value: its text, tick or coloured word, its marks, and its place in the cell range.
// Plain DOM, because hundreds come and go while scrolling.

import { boxHolds, isOneCell } from '../range';
import type { CellBox } from '../range';
import { hitsOf } from '../../../format/fold';
import type { Hit } from '../../../format/fold';
import type { Painted } from '../state';
import { failedRow } from '../state';
import type { RowPlace } from '../types';
import './cells.css';
import type { DrawnCell, OfColumn } from './drawn';
import { element, setOrRemove } from './elements';
import { optionOf } from './options';
import { cellWords, placeWords, tooltip } from './words';

/** Deeper rows are indented no further. */
const DEEPEST = 12;

export type ValueCellParams = DrawnCell & OfColumn;

export class ValueCell implements Painted {
  #gui = element('span', 'grid-value');
  #params!: ValueCellParams;

  init(params: ValueCellParams): void {
    this.#params = params;
    const cell = params.eGridCell;
    cell.setAttribute('data-row-index', String(params.node.rowIndex));
    cell.setAttribute('data-column-id', params.gridColumn.id);
    params.context.cells.add(this);
    this.#gui.addEventListener('pointerenter', this.#tellWhole);
    this.#draw();
    this.paint();
  }

  getGui(): HTMLElement {
    return this.#gui;
  }

  refresh(params: ValueCellParams): boolean {
    this.#params = params;
    this.#draw();
    this.paint();
    return true;
  }

  destroy(): void {
    this.#params.context.cells.delete(this);
  }

  /** Puts the cell inside or outside the range, without touching its value. */
  paint(): void {
    const { eGridCell: cell, node, context, gridColumn } = this.#params;
    const row = node.rowIndex ?? -1;
    const column = context.columnAt(gridColumn.id);
    const box = context.box;
    const inRange = box !== undefined && boxHolds(box, row, column);
    cell.setAttribute('aria-selected', String(inRange));
    cell.classList.toggle('grid-in-range', inRange && box !== undefined && !isOneCell(box));
    cell.classList.toggle(
      'grid-fill-to',
      context.fillTo !== undefined && boxHolds(context.fillTo, row, column),
    );
    this.#placeHandle(
      inRange && box !== undefined && row === box.bottom && column === box.right,
      box,
    );
  }

  #draw(): void {
    const { data, gridColumn, eGridCell: cell, node } = this.#params;
    const words = data ? cellWords(data, gridColumn) : [];
    cell.classList.toggle('grid-edited', data?.edits?.[gridColumn.id] !== undefined);
    cell.classList.toggle('grid-invalid', data?.problems?.[gridColumn.id] !== undefined);
    cell.classList.toggle('grid-read-only', gridColumn.readOnly && !gridColumn.elsewhere);
    setOrRemove(cell, 'aria-readonly', gridColumn.readOnly ? 'true' : undefined);
    setOrRemove(
      cell,
      'aria-invalid',
      data?.problems?.[gridColumn.id] === undefined ? undefined : 'true',
    );
    setOrRemove(this.#gui, 'title', tooltip(words));
    if (data === undefined || data === failedRow || !(gridColumn.id in data.cells)) {
      this.#drawMissing(data === failedRow, node.rowIndex ?? 0);
      return;
    }
    cell.setAttribute('data-state', 'ready');
    const at = this.#params.context.columnAt(gridColumn.id);
    const value = data.cells[gridColumn.id];
    const text = gridColumn.format(value);
    const parts: HTMLElement[] = [];
    if (data.place && at === 0) parts.push(this.#indent(data.key, data.place));
    const tone = optionOf(gridColumn, value)?.tone;
    if (tone) parts.push(element('span', `grid-dot grid-dot-${tone}`));
    // A text that is neither yes nor no is shown as it is.
    const isBox = gridColumn.editor.kind === 'boolean' && typeof value !== 'string';
    if (isBox) parts.push(this.#box(value === true, text));
    const said = data.place && at === 0 ? [...words, ...placeWords(data.place)] : words;
    if (said.length > 0) parts.push(element('span', 'grid-words', `, ${said.join(', ')}`));
    this.#show(text, parts, isBox);
    if (words.length === 0) setOrRemove(this.#gui, 'title', gridColumn.hint?.(value));
    this.#link(gridColumn.isLink?.(value) === true, data.key);
    if (this.#params.context.seen.takeFresh(data, gridColumn.id)) this.#flash();
  }

  /** Most cells are one element with text in it; only marks and dots need more. */
  #show(text: string, parts: HTMLElement[], drawn: boolean): void {
    this.#gui.classList.toggle('grid-text', parts.length === 0);
    const hits = drawn ? [] : hitsOf(text, this.#params.context.terms);
    if (parts.length === 0) {
      fillText(this.#gui, text, hits);
      return;
    }
    const before = parts.findLastIndex((part) => part.matches('.grid-dot, .grid-indent'));
    if (!drawn) {
      const shown = element('span', 'grid-text');
      fillText(shown, text, hits);
      parts.splice(before + 1, 0, shown);
    }
    this.#gui.replaceChildren(...parts);
  }

  #indent(rowKey: string, place: RowPlace): HTMLElement {
    const indent = element('span', 'grid-indent');
    indent.style.paddingLeft = `${Math.min(place.depth, DEEPEST) * 16}px`;
    const fold = element('span', place.hasBelow ? 'grid-fold' : 'grid-fold grid-fold-none');
    fold.classList.toggle('grid-fold-open', place.open);
    if (place.hasBelow)
      fold.addEventListener('click', (event) => {
        event.stopPropagation();
        this.#params.context.onFold(rowKey, !place.open);
      });
    indent.append(fold);
    return indent;
  }

  #link(is: boolean, rowKey: string): void {
    const { context, gridColumn } = this.#params;
    this.#gui.classList.toggle('grid-link', is);
    if (is && !this.#gui.title) this.#gui.title = 'Ctrl click opens the link';
    this.#gui.onclick = is
      ? (event) => {
          if (event.ctrlKey || event.metaKey) context.onOpenLink(rowKey, gridColumn.id);
        }
      : null;
  }

  #box(on: boolean, text: string): HTMLElement {
    const box = element('span', on ? 'grid-check grid-check-on' : 'grid-check');
    box.append(element('span', 'grid-words', text));
    box.addEventListener('click', () => {
      this.#params.context.onToggle(this.#params.node.rowIndex ?? 0, this.#params.gridColumn);
    });
    return box;
  }

  #drawMissing(failed: boolean, row: number): void {
    const { eGridCell: cell, gridColumn, context } = this.#params;
    cell.setAttribute('data-state', failed ? 'failed' : 'loading');
    this.#gui.classList.remove('grid-text', 'grid-link');
    if (failed) {
      this.#gui.replaceChildren(
        element(
          'span',
          'grid-text grid-missing',
          context.columnAt(gridColumn.id) === 0 ? 'Not read' : '',
        ),
      );
      this.#gui.title = 'This row could not be read. Click to try again.';
      this.#gui.onclick = () => context.onRetry();
      return;
    }
    this.#gui.onclick = null;
    const bar = element('span', 'grid-skeleton');
    // Uneven widths look like text; derived from the place, so they hold still.
    bar.style.width = `${45 + ((row * 7 + context.columnAt(gridColumn.id) * 13) % 5) * 9}%`;
    this.#gui.replaceChildren(bar);
  }

  #placeHandle(here: boolean, box: CellBox | undefined): void {
    const cell = this.#params.eGridCell;
    const handle = cell.querySelector('[data-grid-fill]');
    if (!here || box === undefined || this.#params.context.fillTo !== undefined) handle?.remove();
    else if (!handle && !this.#params.gridColumn.readOnly) {
      const made = element('span', 'grid-fill-handle');
      made.setAttribute('data-grid-fill', '');
      made.setAttribute('aria-hidden', 'true');
      cell.append(made);
    }
  }

  /** A text that is cut is told as a whole. */
  #tellWhole = (): void => {
    if (!this.#gui.title && this.#gui.scrollWidth > this.#gui.clientWidth)
      this.#gui.title = this.#gui.querySelector('.grid-text')?.textContent ?? this.#gui.innerText;
  };

  #flash(): void {
    const cell = this.#params.eGridCell;
    cell.classList.add('grid-flash');
    cell.addEventListener('animationend', () => cell.classList.remove('grid-flash'), {
      once: true,
    });
  }
}

function fillText(into: HTMLElement, text: string, hits: Hit[]): void {
  if (hits.length === 0) {
    into.textContent = text;
    return;
  }
  const parts: (Node | string)[] = [];
  let at = 0;
  for (const [from, to] of hits) {
    parts.push(text.slice(at, from), element('mark', 'grid-hit', text.slice(from, to)));
    at = to;
  }
  into.replaceChildren(...parts, text.slice(at));
}
