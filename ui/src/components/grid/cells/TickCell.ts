// The tick box of a row, and the one in the header that ticks everything.

import type { ICellRendererComp, IHeaderComp } from 'ag-grid-community';
import { isTicked, tickState } from '../selection';
import type { Painted } from '../state';
import type { GridRow } from '../types';
import type { DrawnCell, DrawnHeader } from './drawn';
import { element } from './elements';

export const tickColumnId = '__select';

export class TickCell implements ICellRendererComp<GridRow>, Painted {
  #gui = tickBox();
  #params!: DrawnCell;

  init(params: DrawnCell): void {
    this.#params = params;
    params.eGridCell.setAttribute('data-row-index', String(params.node.rowIndex));
    params.eGridCell.setAttribute('data-column-id', tickColumnId);
    params.context.ticksDrawn.add(this);
    // The whole cell is the target, the box alone would be smaller than 24 pixels.
    params.eGridCell.addEventListener('click', this.#tick);
    this.paint();
  }

  getGui(): HTMLElement {
    return this.#gui;
  }

  refresh(params: DrawnCell): boolean {
    this.#params = params;
    this.paint();
    return true;
  }

  destroy(): void {
    this.#params.context.ticksDrawn.delete(this);
    this.#params.eGridCell.removeEventListener('click', this.#tick);
  }

  paint(): void {
    const { data, context, node } = this.#params;
    this.#gui.checked = data !== undefined && isTicked(context.ticks, data.key);
    this.#gui.disabled = data === undefined || data.key === '';
    this.#gui.setAttribute(
      'aria-label',
      `Select row ${((node.rowIndex ?? 0) + 1).toLocaleString()}`,
    );
  }

  #tick = (event: MouseEvent): void => {
    const { data, node, context } = this.#params;
    if (data && data.key !== '') context.onTick(data, node.rowIndex ?? 0, event.shiftKey);
    // The ticks decide what the box shows, not the click.
    queueMicrotask(() => this.paint());
  };
}

export class TickHeader implements IHeaderComp, Painted {
  #gui = element('span', 'grid-tick-head');
  #box = tickBox();
  #params!: DrawnHeader;

  init(params: DrawnHeader): void {
    this.#params = params;
    params.eGridHeader.setAttribute('data-column-id', tickColumnId);
    this.#box.setAttribute('aria-label', 'Select all rows shown');
    this.#gui.append(this.#box);
    this.#gui.addEventListener('click', this.#tick);
    params.context.ticksDrawn.add(this);
    this.paint();
  }

  getGui(): HTMLElement {
    return this.#gui;
  }

  refresh(): boolean {
    this.paint();
    return true;
  }

  destroy(): void {
    this.#params.context.ticksDrawn.delete(this);
  }

  paint(): void {
    const { ticks, rowCount } = this.#params.context;
    const state = tickState(ticks, rowCount);
    this.#box.checked = state === 'all';
    this.#box.indeterminate = state === 'some';
  }

  #tick = (): void => {
    const { ticks, rowCount, onTickAll } = this.#params.context;
    onTickAll(tickState(ticks, rowCount) === 'none');
    queueMicrotask(() => this.paint());
  };
}

function tickBox(): HTMLInputElement {
  const box = element('input', 'grid-check grid-tick');
  box.type = 'checkbox';
  box.tabIndex = -1;
  return box;
}
