import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Kbd } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { useKeys } from '../../components/useKeys';
import { count } from '../../format/numbers';
import type { CatalogueView, ConnectionView, EntityTypeView, MirrorView } from '../../ipc/client';
import { messages } from '../../messages';
import { paths } from '../../paths';

interface NavigatorProps {
  connection: ConnectionView;
  catalogue: CatalogueView;
  mirrors: MirrorView[];
  current: string | undefined;
}

export function Navigator({ connection, catalogue, mirrors, current }: NavigatorProps) {
  const [, go] = useLocation();
  const [text, setText] = useState('');
  const [folded, setFolded] = useState<string[]>([]);
  const find = useRef<HTMLInputElement>(null);
  useKeys({ 'mod+e': () => find.current?.select() });
  const words = messages.workspace;
  const found = catalogue.entityTypes.filter((type) =>
    type.plural.toLowerCase().includes(text.toLowerCase()),
  );
  const pinned = found.filter((type) => type.pinned);
  const item = (type: EntityTypeView) => (
    <NavItem
      key={type.name}
      type={type}
      mirror={mirrors.find((one) => one.entityType === type.name)}
      on={type.name === current}
      onClick={() => go(paths.entities(connection.id, type.name))}
    />
  );
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
              const first = found[0];
              if (event.key === 'Enter' && first) go(paths.entities(connection.id, first.name));
            }}
          />
          <Kbd>Ctrl E</Kbd>
        </div>
      </div>
      <div className="nav-body">
        {pinned.length > 0 && (
          <>
            <div className="nav-g">
              <Icon name="pin" size={12} />
              {words.pinned}
            </div>
            {pinned.map(item)}
          </>
        )}
        {catalogue.groups.map((group) => {
          const types = found.filter((type) => type.group === group && !type.pinned);
          if (types.length === 0) return null;
          const open = text !== '' || !folded.includes(group);
          return (
            <div key={group} role="group" aria-label={group}>
              <button
                type="button"
                className="nav-g"
                aria-expanded={open}
                onClick={() =>
                  setFolded(
                    folded.includes(group) ? folded.filter((g) => g !== group) : [...folded, group],
                  )
                }
              >
                <Icon name={open ? 'cd' : 'cr'} size={12} />
                {group}
              </button>
              {open && types.map(item)}
            </div>
          );
        })}
        {found.length === 0 && (
          <p className="sm dim3" style={{ padding: '12px 8px' }}>
            {words.noneFound}
          </p>
        )}
      </div>
    </nav>
  );
}

interface NavItemProps {
  type: EntityTypeView;
  mirror: MirrorView | undefined;
  on: boolean;
  onClick(): void;
}

function NavItem({ type, mirror, on, onClick }: NavItemProps) {
  const unsent = (mirror?.unsent ?? 0) > 0;
  return (
    <button
      type="button"
      className={`nav-i${on ? ' on' : ''}`}
      aria-current={on ? 'page' : undefined}
      data-testid={`nav-${type.name}`}
      onClick={onClick}
    >
      <Icon name="table" />
      <span className="trunc">{type.plural}</span>
      {unsent && <span className="u" title={messages.workspace.unsentInside} />}
      {unsent && <span className="sr">{messages.workspace.unsentInside}</span>}
      {mirror?.state === 'loading' && <span className="spin sync" />}
      {mirror && mirror.state !== 'empty' && <span className="n">{count(mirror.rows)}</span>}
    </button>
  );
}
