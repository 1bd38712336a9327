import { Icon } from '../../../components/Icon';
import { count } from '../../../format/numbers';
import type { EntityTypeView, MirrorView, SavedViewView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { ViewFault, faultOf } from '../views/ViewFault';
import type { Item } from './useItems';

interface TypeItemProps {
  type: EntityTypeView;
  mirror: MirrorView | undefined;
  on: boolean;
  item: Item;
  onClick(): void;
}

export function TypeItem({ type, mirror, on, item, onClick }: TypeItemProps) {
  const unsent = (mirror?.unsent ?? 0) > 0;
  return (
    <button
      type="button"
      {...item}
      className={`nav-i${on ? ' on' : ''}`}
      aria-current={on ? 'page' : undefined}
      data-testid={`nav-${type.name}`}
      onClick={onClick}
    >
      <Icon name="table" />
      <span className="trunc" title={type.plural}>
        {type.plural}
      </span>
      {unsent && <span className="u" title={messages.workspace.unsentInside} />}
      {unsent && <span className="sr">{messages.workspace.unsentInside}</span>}
      {mirror?.state === 'loading' && <span className="spin sync" />}
      {mirror && mirror.state !== 'empty' && <span className="n">{count(mirror.rows)}</span>}
    </button>
  );
}

interface ViewItemProps {
  view: SavedViewView;
  type: EntityTypeView;
  /** It stands below its entity type. */
  sub: boolean;
  /** Nothing where they were not counted yet. */
  rows: number | undefined;
  on: boolean;
  item: Item;
  onClick(): void;
  onMenu(at: { x: number; y: number }): void;
}

export function ViewItem({ view, type, sub, rows, on, item, onClick, onMenu }: ViewItemProps) {
  const fault = faultOf(view);
  const below = (element: HTMLElement) => {
    const box = element.getBoundingClientRect();
    return { x: box.left + 32, y: box.bottom };
  };
  return (
    <button
      type="button"
      {...item}
      className={`nav-i${sub ? ' sub' : ''}${on ? ' on' : ''}`}
      aria-current={on ? 'page' : undefined}
      aria-haspopup="menu"
      title={fault ?? (sub ? undefined : messages.views.of(view.name, type.plural))}
      data-testid={`nav-view-${view.id}`}
      onClick={onClick}
      onContextMenu={(event) => {
        event.preventDefault();
        const byKey = event.clientX === 0 && event.clientY === 0;
        onMenu(byKey ? below(event.currentTarget) : { x: event.clientX, y: event.clientY });
      }}
      onKeyDown={(event) => {
        if (event.key !== 'ContextMenu' && !(event.shiftKey && event.key === 'F10')) return;
        event.preventDefault();
        onMenu(below(event.currentTarget));
      }}
    >
      {!sub && <Icon name="view" />}
      <span className="trunc" title={sub && !fault ? view.name : undefined}>
        {view.name}
      </span>
      {fault && <ViewFault words={fault} />}
      {!fault && rows !== undefined && <span className="n">{count(rows)}</span>}
    </button>
  );
}
