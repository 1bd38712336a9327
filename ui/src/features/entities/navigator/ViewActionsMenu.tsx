import { Menu } from '@mantine/core';
import { Icon } from '../../../components/Icon';
import { PointMenu, type Point } from '../../../components/PointMenu';
import { messages } from '../../../messages';
import type { SavedViewView } from '../../../ipc/client';
import type { ViewActions } from '../views/actions';
import { viewItems } from '../views/useViewing';
import { ViewItems } from '../views/ViewItems';

export interface MenuPlace extends Point {
  view: SavedViewView;
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
    <PointMenu
      at={place}
      label={messages.views.actions(place?.view.name ?? '')}
      width={200}
      onClose={onClose}
    >
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
    </PointMenu>
  );
}
