import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Kbd } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import { useKeys } from '../../../components/useKeys';
import type { CatalogueView, ConnectionView, MirrorView, SavedViewView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { paths } from '../../../paths';
import { useViewActions } from '../views/actions';
import { useViewCounts } from '../views/counts';
import { useKept, useShownView } from '../views/kept';
import { NameDialog } from '../views/NameDialog';
import { firstFound, groupsOf, type Entry, type Group } from './entries';
import { TypeItem, ViewItem } from './NavItem';
import { useItems } from './useItems';
import { ViewActionsMenu, type MenuPlace } from './ViewActionsMenu';

interface NavigatorProps {
  connection: ConnectionView;
  catalogue: CatalogueView;
  mirrors: MirrorView[];
  /** The entity type that is shown. */
  current: string | undefined;
}

/** Entity types and saved views of a company. */
export function Navigator({ connection, catalogue, mirrors, current }: NavigatorProps) {
  const [, go] = useLocation();
  const [text, setText] = useState('');
  const [folded, setFolded] = useState<string[]>([]);
  const [menu, setMenu] = useState<MenuPlace>();
  const [renaming, setRenaming] = useState<SavedViewView>();
  const find = useRef<HTMLInputElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const { views } = useKept(connection.id);
  const counts = useViewCounts(connection.id);
  const shownView = useShownView(connection.id, current ?? '');
  const actions = useViewActions(connection.id);
  useKeys({ 'mod+e': () => find.current?.select() });
  const words = messages.workspace;
  const groups = groupsOf(catalogue, views, text);
  const isOpen = ({ name }: Group) => name === undefined || text !== '' || !folded.includes(name);
  const keysOf = (group: Group) => [
    ...(group.name === undefined ? [] : [groupKey(group.name)]),
    ...(isOpen(group) ? group.entries.map(({ key }) => key) : []),
  ];
  const currentKey = shownView?.id ?? current;
  const { item, onKeyDown } = useItems(groups.flatMap(keysOf), currentKey);
  const open = (entry: Entry) =>
    entry.kind === 'view'
      ? actions.show(entry.view)
      : go(paths.entities(connection.id, entry.type.name));
  const fold = (name: string, isFolded: boolean) =>
    setFolded([...folded.filter((one) => one !== name), ...(isFolded ? [name] : [])]);

  const entryOf = (entry: Entry) => {
    const { key, type } = entry;
    const shared = { type, on: key === currentKey, item: item(key), onClick: () => open(entry) };
    if (entry.kind === 'type')
      return (
        <TypeItem
          key={key}
          {...shared}
          mirror={mirrors.find((one) => one.entityType === type.name)}
        />
      );
    const { view, sub } = entry;
    return (
      <ViewItem
        key={key}
        {...shared}
        view={view}
        sub={sub}
        rows={counts.get(view.id)}
        onMenu={(at) => setMenu({ view, ...at })}
      />
    );
  };
  return (
    <nav className="nav" aria-label={words.entities} data-pane="navigator">
      <div className="nav-head">
        <span className="trunc" style={{ fontWeight: 600 }}>
          {connection.company}
        </span>
      </div>
      <div style={{ padding: '0 12px 4px' }}>
        <div className="input soft">
          <Icon name="search" size={14} />
          <input
            ref={find}
            data-pane-focus
            aria-label={words.find}
            placeholder={words.find}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setText('');
              const first = firstFound(groups, text);
              if (event.key === 'Enter' && first) {
                open(first);
                setText('');
              }
              if (event.key !== 'ArrowDown') return;
              event.preventDefault();
              body.current?.querySelector<HTMLElement>('.nav-i')?.focus();
            }}
          />
          <Kbd>Ctrl E</Kbd>
        </div>
      </div>
      <div className="nav-body" ref={body} onKeyDown={onKeyDown}>
        {groups.map((group) => {
          const { name, entries } = group;
          if (name === undefined)
            return (
              <div key="" role="group" aria-label={words.pinned}>
                <div className="nav-g">
                  <Icon name="pin" size={12} />
                  {words.pinned}
                </div>
                {entries.map(entryOf)}
              </div>
            );
          return (
            <div key={name} role="group" aria-label={name}>
              <button
                type="button"
                {...item(groupKey(name))}
                className="nav-g"
                aria-expanded={isOpen(group)}
                onClick={() => fold(name, !folded.includes(name))}
                onKeyDown={(event) => {
                  if (event.altKey) return;
                  if (event.key === 'ArrowLeft') fold(name, true);
                  if (event.key === 'ArrowRight') fold(name, false);
                }}
              >
                <Icon name={isOpen(group) ? 'cd' : 'cr'} size={12} />
                {name}
              </button>
              {isOpen(group) && entries.map(entryOf)}
            </div>
          );
        })}
        {groups.length === 0 && (
          <p className="sm dim3" style={{ padding: '12px 8px' }}>
            {words.noneFound}
          </p>
        )}
      </div>
      <ViewActionsMenu
        place={menu}
        actions={actions}
        onRename={setRenaming}
        onClose={() => setMenu(undefined)}
      />
      {renaming && (
        <NameDialog
          title={messages.views.renameTitle}
          yes={messages.views.renameYes}
          name={renaming.name}
          plural={
            catalogue.entityTypes.find(({ name }) => name === renaming.entityType)?.plural ?? ''
          }
          taken={views
            .filter(
              ({ id, entityType }) => entityType === renaming.entityType && id !== renaming.id,
            )
            .map(({ name }) => name)}
          offersPin={false}
          onDone={(name) => actions.rename(renaming, name)}
          onClose={() => setRenaming(undefined)}
          returnTo={() =>
            body.current?.querySelector<HTMLElement>(`[data-testid="nav-view-${renaming.id}"]`)
          }
        />
      )}
    </nav>
  );
}

const groupKey = (name: string): string => `group ${name}`;
