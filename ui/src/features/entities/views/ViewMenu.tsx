import { Menu } from '@mantine/core';
import { useLocation } from 'wouter';
import { Button } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import { count } from '../../../format/numbers';
import type { EntityTypeView, MirrorView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { paths } from '../../../paths';
import { useViewCounts } from './counts';
import { viewItems, type Viewing } from './useViewing';
import { ViewFault, faultOf } from './ViewFault';
import { ViewItems } from './ViewItems';
import './views.css';

const words = messages.views;

interface ViewMenuProps {
  connectionId: string;
  type: EntityTypeView;
  mirror: MirrorView | undefined;
  viewing: Viewing;
}

/** Which view of the entity type is shown, the others, and what can be done with it. */
export function ViewMenu({ connectionId, type, mirror, viewing }: ViewMenuProps) {
  const [, go] = useLocation();
  const { view, views, isChanged, actions, onRename, onSave, onSaveView, reset } = viewing;
  const counts = useViewCounts(connectionId);
  const name = view?.name ?? words.all;
  const all = mirror && mirror.state !== 'empty' ? mirror.rows : undefined;
  return (
    <>
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <Button
            ref={viewing.button}
            look="ghost"
            icon="view"
            tail="cd"
            className="view-b"
            aria-label={isChanged ? words.menuChanged(name) : words.menu(name)}
          >
            <span className="trunc" title={name}>
              {name}
            </span>{' '}
            {isChanged && (
              <span className="tag" title={words.changedNote}>
                {words.changed}
              </span>
            )}
          </Button>
        </Menu.Target>
        <Menu.Dropdown aria-label={words.saved} mah="70vh" style={{ overflow: 'auto' }}>
          <Entry
            name={words.all}
            rows={all}
            on={!view}
            onClick={() => go(paths.entities(connectionId, type.name))}
          />
          {views.length > 0 && <Menu.Label>{words.saved}</Menu.Label>}
          {views.map((one) => (
            <Entry
              key={one.id}
              name={one.name}
              rows={counts.get(one.id)}
              fault={faultOf(one)}
              on={one.id === view?.id}
              onClick={() => actions.show(one)}
            />
          ))}
          <Menu.Divider />
          {isChanged && (
            <>
              <Menu.Item leftSection={<Icon name="check" size={14} />} onClick={onSave}>
                {words.save}
              </Menu.Item>
              <Menu.Item leftSection={<Icon name="undo" size={14} />} onClick={reset}>
                {words.back}
              </Menu.Item>
            </>
          )}
          <Menu.Item leftSection={<Icon name="plus" size={14} />} onClick={onSaveView}>
            {view ? words.saveAsNew : words.saveThis}
          </Menu.Item>
          {view && (
            <>
              <Menu.Divider />
              <ViewItems items={viewItems(view, actions, onRename)} />
            </>
          )}
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="import" size={14} />} onClick={actions.readFile}>
            {words.read}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isChanged && (
        <Button look="ghost" size="xsm" className="hide-n" onClick={onSave}>
          {words.save}
        </Button>
      )}
    </>
  );
}

interface EntryProps {
  name: string;
  /** Nothing where it is not known yet. */
  rows: number | undefined;
  /** Why it shows none at all. */
  fault?: string | undefined;
  on: boolean;
  onClick(): void;
}

const Entry = ({ name, rows, fault, on, onClick }: EntryProps) => (
  <Menu.Item
    aria-current={on ? 'page' : undefined}
    leftSection={<span className="view-tick">{on && <Icon name="check" size={14} />}</span>}
    rightSection={
      fault ? (
        <ViewFault words={fault} />
      ) : (
        rows !== undefined && <span className="sm dim3">{count(rows)}</span>
      )
    }
    onClick={onClick}
  >
    <span className="trunc" title={name}>
      {name}
    </span>
  </Menu.Item>
);
