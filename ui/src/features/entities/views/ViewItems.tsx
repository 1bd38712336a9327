import { Menu } from '@mantine/core';
import { Icon, type IconName } from '../../../components/Icon';
import type { ViewItem } from './useViewing';

const ICONS: Record<ViewItem['id'], IconName> = {
  rename: 'edit',
  duplicate: 'copy',
  pin: 'pin',
  share: 'export',
  delete: 'trash',
};

export const ViewItems = ({ items }: { items: ViewItem[] }) =>
  items.map(({ id, label, run }) => (
    <Menu.Item key={id} leftSection={<Icon name={ICONS[id]} size={14} />} onClick={run}>
      {label}
    </Menu.Item>
  ));
