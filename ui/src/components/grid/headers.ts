// What a column's header does beside sorting: its menu, and a double click on its edge.

import { fitColumn } from './sizing';
import type { GridSurface } from './surface';
import type { GridColumn } from './types';

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
    if (event.key !== 'ArrowDown' || !event.altKey || event.ctrlKey || event.metaKey) return;
    const head = headOf(surface, event);
    if (!head || !surface.props().onColumnMenu) return;
    event.preventDefault();
    event.stopPropagation();
    openBelow(surface, head);
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
