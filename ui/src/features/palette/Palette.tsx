import { Modal } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useId, useState, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import { Icon, type IconName } from '../../components/Icon';
import { commands, type ConnectionView } from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { messages } from '../../messages';
import { FORMS, paths } from '../../paths';
import { useCommandsHere } from './commandsHere';

const words = messages.palette;
const SHOWN = 60;

interface Item {
  id: string;
  group: string;
  icon: IconName;
  label: string;
  detail: string;
  run(): void;
}

interface PaletteProps {
  opened: boolean;
  onClose(): void;
  connections: ConnectionView[];
  onHelp(): void;
}

/** Places, entity types and commands by name (Ctrl K). */
export function Palette({ opened, onClose, connections, onHelp }: PaletteProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      size={640}
      padding={0}
      yOffset="12vh"
      title={words.label}
      classNames={{ header: 'sr' }}
      transitionProps={{ duration: 120 }}
    >
      {opened && <List connections={connections} onClose={onClose} onHelp={onHelp} />}
    </Modal>
  );
}

function List({ connections, onClose, onHelp }: Omit<PaletteProps, 'opened'>) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const items = useItems(connections, onHelp)
    .filter((item) => matches(item, text))
    .slice(0, SHOWN);
  const chosen = Math.min(at, items.length - 1);
  const run = (item: Item | undefined) => {
    if (!item) return;
    onClose();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') run(items[chosen]);
    else if (event.key === 'ArrowDown') setAt(Math.min(chosen + 1, items.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(chosen - 1, 0));
    else return;
    event.preventDefault();
  };
  return (
    <div className="palette">
      <label className="input lg" style={{ border: 0 }}>
        <Icon name="search" />
        <input
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={items[chosen] && `${listId}-${items[chosen].id}`}
          aria-label={words.placeholder}
          placeholder={words.placeholder}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      <div className="scroll" style={{ maxHeight: '52vh', borderTop: '1px solid var(--line)' }}>
        <ul role="listbox" id={listId} aria-label={words.label}>
          {items.map((item, place) => (
            <li
              key={item.id}
              id={`${listId}-${item.id}`}
              role="option"
              aria-selected={place === chosen}
              className={`nav-i${place === chosen ? ' on' : ''}`}
              onMouseMove={() => setAt(place)}
              onClick={() => run(item)}
            >
              <Icon name={item.icon} />
              <span className="trunc">{item.label}</span>
              <span className="n">{item.detail}</span>
            </li>
          ))}
        </ul>
        {items.length === 0 && (
          <p className="dim" style={{ padding: 16 }}>
            {words.none}
          </p>
        )}
      </div>
    </div>
  );
}

function matches(item: Item, text: string): boolean {
  const typed = text.trim().toLowerCase();
  if (typed.startsWith('>'))
    return (
      item.group === words.commands && item.label.toLowerCase().includes(typed.slice(1).trim())
    );
  return `${item.label} ${item.detail}`.toLowerCase().includes(typed);
}

function useItems(connections: ConnectionView[], onHelp: () => void): Item[] {
  const [, go] = useLocation();
  const here = useCommandsHere();
  const catalogues = useQueries({
    queries: connections.map((connection) => ({
      queryKey: keys.catalogue(connection.id),
      queryFn: () => commands.catalogue(connection.id),
      staleTime: Infinity,
    })),
  });
  const place = (
    id: string,
    icon: IconName,
    label: string,
    path: string,
    detail: string = words.places,
  ): Item => ({
    id,
    group: words.places,
    icon,
    label,
    detail,
    run: () => go(path),
  });
  return [
    ...here.map((command): Item => ({ ...command, group: words.commands, detail: words.here })),
    place('home', 'home', messages.rail.home, paths.home),
    ...connections.map((connection) =>
      place(
        connection.id,
        'table',
        connection.company,
        paths.connection(connection.id),
        connection.serviceTitle,
      ),
    ),
    ...messages.connections.services.map((service) =>
      place(
        `add-${service.opens}`,
        'plus',
        messages.newConnection.title(service.title),
        FORMS[service.opens],
        messages.rail.add,
      ),
    ),
    place('activity', 'clock', messages.rail.activity, paths.activity),
    place('tokens', 'key', messages.rail.tokens, paths.tokens),
    ...connections.flatMap((connection, n) =>
      (catalogues[n]?.data?.entityTypes ?? []).map((entityType) =>
        place(
          connection.id + entityType.name,
          'table',
          entityType.plural,
          paths.entities(connection.id, entityType.name),
          connection.company,
        ),
      ),
    ),
    ...connections
      .filter((connection) => connection.unsentChanges > 0)
      .map((connection): Item => ({
        id: `review-${connection.id}`,
        group: words.commands,
        icon: 'layers',
        label: messages.workspace.review(connection.unsentChanges),
        detail: connection.company,
        run: () => go(paths.review(connection.id)),
      })),
    {
      id: 'help',
      group: words.commands,
      icon: 'help',
      label: messages.shortcuts.title,
      detail: words.commands,
      run: onHelp,
    },
  ];
}
