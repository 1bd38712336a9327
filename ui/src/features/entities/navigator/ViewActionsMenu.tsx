import { Menu } from '@mantine/core';
import { Icon } from '../../../components/Icon';
import { MenuAnchor } from '../../../components/MenuAnchor';
import { messages } from '../../../messages';
import type { SavedViewView } from '../../../ipc/client';
import type { ViewActions } from '../views/actions';
import { viewItems } from '../views/useViewing';
import { ViewItems } from '../views/ViewItems';

export interface MenuPlace {
  view: SavedViewView;
  x: number;
  y: number;
}

interface ViewActionsMenuProps {
  place: MenuPlace | undefined;
  actions: ViewActions;
  onRename(view: SavedViewView): void;
  onClose(): void;
}

/** What can be done with a view, where the pointer or the focus is. */
export function ViewActionsMenu({ place, actions, onRename, onClose }: ViewActionsMenuProps) {
  return (
    <Menu
      opened={place !== undefined}
      onClose={onClose}
      position="bottom-start"
      width={200}
      returnFocus
    >
      <Menu.Target>
        <MenuAnchor at={place} name={messages.views.actions(place?.view.name ?? '')} />
      </Menu.Target>
      <Menu.Dropdown aria-label={messages.views.actions(place?.view.name ?? '')}>
        {place && (
          <>
            <Menu.Item
              leftSection={<Icon name="view" size={14} />}
              onClick={() => actions.show(place.view)}
            >
              {messages.views.open}
            </Menu.Item>
            <ViewItems items={viewItems(place.view, actions, () => onRename(place.view))} />
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
