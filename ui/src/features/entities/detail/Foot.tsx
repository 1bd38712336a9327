import { Menu } from '@mantine/core';
import { Button } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import type { ActionView, ConnectionView, EntityTypeView, EntityView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { openLink } from '../openLink';
import { editsOf } from './Head';

const words = messages.detail;

interface FootProps {
  connection: ConnectionView;
  type: EntityTypeView;
  entity: EntityView;
  onRevert(): void;
  onDelete(): void;
  /** Nothing where there can be no copy; it asks something first or not. */
  duplicate?: { label: string; run(): void } | undefined;
  onAct(action: ActionView): void;
  /** An action is done with a remark. */
  onRemark(): void;
}

/** What can be done with the record as a whole. */
export function Foot({
  connection,
  type,
  entity,
  onRevert,
  onDelete,
  onAct,
  onRemark,
  duplicate,
}: FootProps) {
  const isMarked = entity.mark === 'deleted';
  const edits = editsOf(entity);
  return (
    <footer>
      {isMarked && (
        <Button look="ghost" icon="undo" onClick={() => onRevert()}>
          {words.keep}
        </Button>
      )}
      {!isMarked && entity.mark === 'edited' && edits > 0 && (
        <Button look="ghost" icon="undo" onClick={() => onRevert()}>
          {words.undoEdits(edits)}
        </Button>
      )}
      <span className="grow" />
      {type.hasLink && entity.mark !== 'new' && (
        <Button
          icon="ext"
          onClick={() =>
            openLink({
              connectionId: connection.id,
              entityType: type.name,
              id: entity.id,
              field: null,
            })
          }
        >
          {messages.links.open}
        </Button>
      )}
      {entity.mark !== 'new' && (
        <More
          duplicate={duplicate}
          actions={connection.mayWrite && !isMarked ? type.actions : []}
          onAct={onAct}
          onRemark={onRemark}
        />
      )}
      {entity.mark === 'new' ? (
        <Button look="bad-o" icon="trash" onClick={() => onRevert()}>
          {words.undoNew}
        </Button>
      ) : (
        connection.mayWrite &&
        type.mayDelete &&
        !isMarked && (
          <Button look="bad-o" icon="trash" onClick={onDelete}>
            {words.delete}
          </Button>
        )
      )}
    </footer>
  );
}

type MoreProps = Pick<FootProps, 'duplicate' | 'onAct' | 'onRemark'> & { actions: ActionView[] };

function More({ duplicate, actions, onAct, onRemark }: MoreProps) {
  if (!duplicate && actions.length === 0) return null;
  return (
    <Menu position="top-end" width={220}>
      <Menu.Target>
        <Button look="ghost" square icon="dots" aria-label={words.more} />
      </Menu.Target>
      <Menu.Dropdown aria-label={words.more}>
        {actions.length > 0 && (
          <>
            <Menu.Label>{messages.actions.menu}</Menu.Label>
            {actions.map((action) => (
              <Menu.Item key={action.name} onClick={() => onAct(action)}>
                {action.title}
              </Menu.Item>
            ))}
            <Menu.Item onClick={onRemark}>{messages.remark.open}</Menu.Item>
          </>
        )}
        {actions.length > 0 && duplicate && <Menu.Divider />}
        {duplicate && (
          <Menu.Item leftSection={<Icon name="copy" size={14} />} onClick={duplicate.run}>
            {duplicate.label}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
