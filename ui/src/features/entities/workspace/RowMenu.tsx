import { Menu } from '@mantine/core';
import { useState, type MouseEvent, type ReactNode } from 'react';
import { Icon, type IconName } from '../../../components/Icon';
import { messages } from '../../../messages';

export interface RowMenuItem {
  label: string;
  icon?: IconName;
  run(): void;
}

interface Place {
  x: number;
  y: number;
  index: number;
  id: string;
}

interface RowMenuProps {
  /** What can be done with the row, asked when its menu opens. */
  items(id: string): RowMenuItem[];
  onOpen(index: number, id: string): void;
  children: ReactNode;
}

/** The menu of the row under the pointer, or of the cell in focus by the menu key. */
export function RowMenu({ items, onOpen, children }: RowMenuProps) {
  const [place, setPlace] = useState<Place>();
  const open = (event: MouseEvent<HTMLElement>) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row-key]');
    const id = row?.dataset['rowKey'];
    if (!row || !id || items(id).length === 0) return;
    event.preventDefault();
    const box = row.getBoundingClientRect();
    const byKey = event.clientX === 0 && event.clientY === 0;
    const index = Number(row.dataset['rowIndex']);
    setPlace({
      x: byKey ? box.left + 60 : event.clientX,
      y: byKey ? box.bottom : event.clientY,
      index,
      id,
    });
    onOpen(index, id);
  };
  return (
    <div className="rowmenu" onContextMenu={open}>
      {children}
      <Menu
        opened={place !== undefined}
        onClose={() => setPlace(undefined)}
        position="bottom-start"
        offset={0}
        width={220}
        returnFocus
      >
        <Menu.Target>
          <span className="rowmenu-at" style={{ left: place?.x ?? 0, top: place?.y ?? 0 }}>
            {place && <span className="sr">{messages.actions.rowMenu}</span>}
          </span>
        </Menu.Target>
        <Menu.Dropdown aria-label={messages.actions.rowMenu}>
          {place &&
            items(place.id).map((item) => (
              <Menu.Item
                key={item.label}
                onClick={item.run}
                leftSection={item.icon && <Icon name={item.icon} size={14} />}
              >
                {item.label}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
