import { Menu } from '@mantine/core';
import { useState, type FocusEvent, type MouseEvent, type ReactNode } from 'react';
import { Icon, type IconName } from '../../../components/Icon';
import { messages } from '../../../messages';
import type { CellPlace } from './cellFilters';

export interface RowMenuItem {
  label: string;
  icon?: IconName;
  run(): void;
}

interface Place {
  x: number;
  y: number;
  items: RowMenuItem[];
  cellItems: RowMenuItem[];
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
  /** What can be done with the row, asked when its menu opens. */
  items(id: string): RowMenuItem[];
  /** What can be done with the cell. */
  cellItems(place: CellPlace): Promise<RowMenuItem[]>;
  onFocusCell(place: CellPlace): void;
  onOpen(index: number, id: string): void;
  children: ReactNode;
}

/** The menu of the row under the pointer, or of the cell in focus by the menu key. */
export function RowMenu({ items, cellItems, onFocusCell, onOpen, children }: RowMenuProps) {
  const [place, setPlace] = useState<Place>();
  const open = async (event: MouseEvent<HTMLElement>) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row-key]');
    const cell = cellAt(event.target);
    if (!row || !cell) return;
    const ofRow = items(cell.id);
    if (ofRow.length === 0 && cell.column === '') return;
    event.preventDefault();
    const box = row.getBoundingClientRect();
    const byKey = event.clientX === 0 && event.clientY === 0;
    const at = {
      x: byKey ? box.left + 60 : event.clientX,
      y: byKey ? box.bottom : event.clientY,
    };
    onOpen(cell.index, cell.id);
    const ofCell = await cellItems(cell);
    if (ofRow.length + ofCell.length > 0) setPlace({ ...at, items: ofRow, cellItems: ofCell });
  };
  const focus = (event: FocusEvent<HTMLElement>) => {
    const cell = cellAt(event.target);
    if (cell && cell.column !== '') onFocusCell(cell);
  };
  return (
    <div className="rowmenu" onContextMenu={(event) => void open(event)} onFocus={focus}>
      {children}
      <Menu
        opened={place !== undefined}
        onClose={() => setPlace(undefined)}
        position="bottom-start"
        offset={0}
        width={280}
        returnFocus
      >
        <Menu.Target>
          <span className="rowmenu-at" style={{ left: place?.x ?? 0, top: place?.y ?? 0 }}>
            {place && <span className="sr">{messages.actions.rowMenu}</span>}
          </span>
        </Menu.Target>
        <Menu.Dropdown aria-label={messages.actions.rowMenu}>
          {place?.items.map(line)}
          {place && place.items.length > 0 && place.cellItems.length > 0 && <Menu.Divider />}
          {place?.cellItems.map(line)}
        </Menu.Dropdown>
      </Menu>
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
