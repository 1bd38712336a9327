// A column's title with its lock and its sort. The grid library knows nothing of sorting here:
// the owner sorts, this shows it.

import type { Painted } from '../state';
import type { DrawnHeader, OfColumn } from './drawn';
import { element, icon, setOrRemove } from './elements';

export type ColumnHeaderParams = DrawnHeader & OfColumn;

export class ColumnHeader implements Painted {
  #gui = element('span', 'grid-head');
  #params!: ColumnHeaderParams;
  #pressedAt = 0;

  init(params: ColumnHeaderParams): void {
    this.#params = params;
    params.context.headers.add(this);
    this.#gui.addEventListener('pointerdown', ({ clientX }) => (this.#pressedAt = clientX));
    this.#gui.addEventListener('click', this.#click);
    params.eGridHeader.addEventListener('keydown', this.#press);
    this.paint();
  }

  getGui(): HTMLElement {
    return this.#gui;
  }

  refresh(params: ColumnHeaderParams): boolean {
    this.#params = params;
    this.paint();
    return true;
  }

  destroy(): void {
    this.#params.context.headers.delete(this);
    this.#params.eGridHeader.removeEventListener('keydown', this.#press);
  }

  paint(): void {
    const { gridColumn: column, eGridHeader: head, context } = this.#params;
    const place = context.sort.findIndex((sort) => sort.columnId === column.id);
    const sort = context.sort[place];
    head.setAttribute('data-column-id', column.id);
    setOrRemove(head, 'title', column.note);
    setOrRemove(head, 'aria-sort', column.sortable ? (sort?.direction ?? 'none') : undefined);
    head.classList.toggle('grid-head-sorted', sort !== undefined);
    head.classList.toggle('grid-head-plain', !column.sortable);
    const parts: Node[] = [element('span', 'grid-head-title', column.title)];
    const isLocked = column.readOnly && !column.elsewhere;
    if (isLocked) parts.unshift(icon('lock'));
    if (isLocked) parts.push(element('span', 'grid-words', ', cannot be edited'));
    if (sort) parts.push(icon(sort.direction === 'ascending' ? 'up' : 'down'));
    if (sort && context.sort.length > 1)
      parts.push(element('span', 'grid-head-place', String(place + 1)));
    this.#gui.replaceChildren(...parts);
  }

  #click = (event: MouseEvent): void => {
    // A header that was dragged is not sorted by.
    if (Math.abs(event.clientX - this.#pressedAt) <= 4) this.#sort(event.shiftKey);
  };

  #press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) this.#sort(event.shiftKey);
  };

  #sort(additive: boolean): void {
    const { gridColumn, context } = this.#params;
    if (gridColumn.sortable) context.onSort(gridColumn.id, additive);
  }
}
