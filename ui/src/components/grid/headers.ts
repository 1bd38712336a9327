// What a column's header does beside sorting: its menu, its width by key, a double click on its edge.

import { fitColumn } from './sizing';
import type { GridSurface } from './surface';
import type { GridColumn } from './types';

/** In CSS pixels, by the key that is pressed with Alt. */
const steps: Record<string, number> = { ArrowLeft: -16, ArrowRight: 16 };
const least = 48;

/** Listens until the returned function is called. */
export function listenToHeaders(surface: GridSurface): () => void {
  const onMenu = (event: MouseEvent) => {
    const head = headOf(surface, event);
    if (!head || !surface.props().onColumnMenu) return;
    event.preventDefault();
    event.stopPropagation();
    // Asked for by key, it has no place of its own.
    if (event.clientX === 0 && event.clientY === 0) openBelow(surface, head);
    else surface.props().onColumnMenu?.(head.column.id, { x: event.clientX, y: event.clientY });
  };
  const onKey = (event: KeyboardEvent) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const head = headOf(surface, event);
    const step = steps[event.key];
    if (!head || (!step && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    if (step) widen(surface, head.column, step);
    else openBelow(surface, head);
  };
  const onDouble = (event: MouseEvent) => {
    if (!(event.target instanceof Element) || !event.target.closest('.ag-header-cell-resize'))
      return;
    const head = headOf(surface, event);
    if (head) fitColumn(surface, head.column);
  };
  surface.root.addEventListener('contextmenu', onMenu, true);
  surface.root.addEventListener('keydown', onKey, true);
  surface.root.addEventListener('dblclick', onDouble, true);
  return () => {
    surface.root.removeEventListener('contextmenu', onMenu, true);
    surface.root.removeEventListener('keydown', onKey, true);
    surface.root.removeEventListener('dblclick', onDouble, true);
  };
}

function widen({ api, props }: GridSurface, { id }: GridColumn, by: number): void {
  const width = Math.max(least, (api.getColumn(id)?.getActualWidth() ?? 0) + by);
  api.setColumnWidths([{ key: id, newWidth: width }]);
  props().onResizeColumn?.(id, width);
}

/** Puts the keyboard on the header of a column. */
export function focusHeader({ root }: GridSurface, columnId: string): boolean {
  const heads = root.querySelectorAll<HTMLElement>('[role="columnheader"]');
  const head = [...heads].find((one) => one.getAttribute('data-column-id') === columnId);
  head?.focus();
  return head !== undefined;
}

interface Head {
  element: Element;
  column: GridColumn;
}

function headOf({ state }: GridSurface, { target }: Event): Head | undefined {
  const element = target instanceof Element ? target.closest('[role="columnheader"]') : null;
  const column = state.columns[state.columnAt(element?.getAttribute('data-column-id') ?? '')];
  return element && column ? { element, column } : undefined;
}

function openBelow(surface: GridSurface, { element, column }: Head): void {
  const { left, bottom } = element.getBoundingClientRect();
  surface.props().onColumnMenu?.(column.id, { x: left, y: bottom });
}
