import type { KeyboardEvent, MouseEvent, SyntheticEvent } from 'react';
import type { EntityTypeView } from '../../../ipc/client';
import { openCell } from '../references';

/** For what holds the cells: Ctrl with a click or with Enter opens the record that a cell names. */
export function openCells(connectionId: string, type: EntityTypeView) {
  const open = (event: SyntheticEvent) => {
    const target = event.target as HTMLElement;
    if (target.closest('[data-grid-editor]')) return;
    const column = target.closest<HTMLElement>('[data-column-id]')?.dataset['columnId'];
    const id = target.closest<HTMLElement>('[data-row-key]')?.dataset['rowKey'];
    if (!column || !id || !openCell(connectionId, type, id, column)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    onClickCapture: (event: MouseEvent) => {
      if (event.ctrlKey || event.metaKey) open(event);
    },
    onKeyDownCapture: (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) open(event);
    },
  };
}
