// The narrow column at the left edge: the row's mark. It is drawn for every row in view, so it
// also keeps the row element's own attributes right.

import type { ICellRendererComp } from 'ag-grid-community';
import { isTicked } from '../selection';
import type { Painted } from '../state';
import type { GridRow } from '../types';
import type { DrawnCell } from './drawn';
import { element, setOrRemove } from './elements';
import { rowWords } from './words';

const signs = { new: '+', deleted: '−', edited: '' };

export class EdgeCell implements ICellRendererComp<GridRow>, Painted {
  #gui = element('span', 'grid-edge');
  #params!: DrawnCell;

  init(params: DrawnCell): void {
    this.#params = params;
    params.context.ticksDrawn.add(this);
    this.#draw();
    // The cell is not inside its row yet while it is being made.
    queueMicrotask(() => this.paint());
  }

  getGui(): HTMLElement {
    return this.#gui;
  }

  refresh(params: DrawnCell): boolean {
    this.#params = params;
    this.#draw();
    this.paint();
    return true;
  }

  destroy(): void {
    this.#params.context.ticksDrawn.delete(this);
  }

  paint(): void {
    const { eGridCell, node, data, context } = this.#params;
    const row = eGridCell.closest('[role="row"]');
    if (!row) return;
    const ticked = data !== undefined && isTicked(context.ticks, data.key);
    row.setAttribute('data-row-index', String(node.rowIndex));
    setOrRemove(row, 'data-row-key', data?.key);
    setOrRemove(row, 'data-mark', data?.mark);
    row.setAttribute('aria-selected', String(ticked));
    row.classList.toggle('grid-row-ticked', ticked);
  }

  #draw(): void {
    const mark = this.#params.data?.mark;
    this.#gui.replaceChildren();
    if (mark) {
      const sign = element('span', '', signs[mark]);
      sign.setAttribute('aria-hidden', 'true');
      this.#gui.append(sign, element('span', 'grid-words', rowWords[mark]));
    }
  }
}
