import { Menu } from '@mantine/core';
import { useState, type FocusEvent, type MouseEvent, type ReactNode } from 'react';
import { Icon, type IconName } from '../../../components/Icon';
import { PointMenu, type Point } from '../../../components/PointMenu';
import { messages } from '../../../messages';
import type { CellFilter } from '../filter/cell';
import type { NamedRecord } from '../references';
import type { CellPlace } from './cellFilters';

export interface RowMenuItem {
  label: string;
  icon?: IconName;
  run(): void;
}

/** What had to be read about a cell and its row. */
export interface CellRead {
  filters: CellFilter[];
  named: NamedRecord[];
}

interface Place extends Point, CellRead {
  id: string;
}

/** The cell that holds an element. */
function cellAt(target: EventTarget): CellPlace | undefined {
  const element = target as HTMLElement;
  const row = element.closest<HTMLElement>('[data-row-key]');
  const id = row?.dataset['rowKey'];
  const column = element.closest<HTMLElement>('[data-column-id]')?.dataset['columnId'] ?? '';
  return row && id ? { index: Number(row.dataset['rowIndex']), id, column } : undefined;
}

interface RowMenuProps {
  /** What can be done with the row, which may have come to be another while its menu is open. */
  items(id: string, named: NamedRecord[]): RowMenuItem[];
  /** What can be done with the cell. */
  cellItems(filters: CellFilter[]): RowMenuItem[];
  onRead(place: CellPlace): Promise<CellRead>;
  onFocusCell(place: CellPlace): void;
  onOpen(index: number, id: string): void;
  children: ReactNode;
}

/** The menu of the row under the pointer, or of the cell in focus by the menu key. */
export function RowMenu({ items, cellItems, onRead, onFocusCell, onOpen, children }: RowMenuProps) {
  const [place, setPlace] = useState<Place>();
  const open = async (event: MouseEvent<HTMLElement>) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row-key]');
    const cell = cellAt(event.target);
    if (!row || !cell) return;
    if (items(cell.id, []).length === 0 && cell.column === '') return;
    event.preventDefault();
    const box = row.getBoundingClientRect();
    const byKey = event.clientX === 0 && event.clientY === 0;
    const at = {
      x: byKey ? box.left + 60 : event.clientX,
      y: byKey ? box.bottom : event.clientY,
    };
    onOpen(cell.index, cell.id);
    setPlace({ ...at, id: cell.id, ...(await onRead(cell)) });
  };
  const ofRow = place ? items(place.id, place.named) : [];
  const ofCell = place ? cellItems(place.filters) : [];
  const focus = (event: FocusEvent<HTMLElement>) => {
    const cell = cellAt(event.target);
    if (cell && cell.column !== '') onFocusCell(cell);
  };
  return (
    <div className="rowmenu" onContextMenu={(event) => void open(event)} onFocus={focus}>
      {children}
      <PointMenu
        at={ofRow.length + ofCell.length > 0 ? place : undefined}
        label={messages.actions.rowMenu}
        width={280}
        onClose={() => setPlace(undefined)}
      >
        {ofRow.map(line)}
        {ofRow.length > 0 && ofCell.length > 0 && <Menu.Divider />}
        {ofCell.map(line)}
      </PointMenu>
    </div>
  );
}

/** Two fields may name the same record, so a label is no key. */
const line = (item: RowMenuItem, at: number) => (
  <Menu.Item
    key={at}
    onClick={item.run}
    leftSection={item.icon && <Icon name={item.icon} size={14} />}
  >
    {item.label}
  </Menu.Item>
);
