import { Menu } from '@mantine/core';
import { useState } from 'react';
import { Button } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import { Loading } from '../../../components/State';
import { ErrorNotice } from '../../../errors/ErrorNotice';
import type {
  ActionView,
  ConnectionView,
  EntityTypeView,
  EntityView,
  FieldEditRequest,
} from '../../../ipc/client';
import { messages } from '../../../messages';
import { openLink } from '../openLink';
import { useEntity } from '../queries';
import { Below } from './Below';
import { History } from './History';
import { RecordForm } from './RecordForm';

const words = messages.detail;
type Tab = keyof typeof words.tabs;
const TABS: readonly Tab[] = ['details', 'history', 'json'];

interface DetailProps {
  connection: ConnectionView;
  type: EntityTypeView;
  id: string;
  /** Nothing where it is not known. */
  place: number | undefined;
  rows: number;
  onEdit(edits: FieldEditRequest[]): void;
  onRevert(field: string | null): void;
  onDelete(): void;
  /** Nothing where there can be no copy; it asks something first or not. */
  duplicate?: { label: string; run(): void } | undefined;
  /** The field that the keyboard goes to. */
  asked?: string | undefined;
  onAnswered(): void;
  onAct(action: ActionView): void;
  /** An action is done with a remark. */
  onRemark(): void;
  onStep(by: 1 | -1): void;
  onClose(): void;
}

/** The record in focus: its form, its history, its JSON. */
export function Detail(props: DetailProps) {
  const { connection, type, id, place, rows, onStep, onClose } = props;
  const entity = useEntity(connection.id, type.name, id);
  const [tab, setTab] = useState<Tab>('details');
  const edits = entity.data?.values.filter((value) => value.edit).length ?? 0;
  return (
    <aside className="detail" aria-label={words.label(type.title)} data-pane="detail">
      <div className="dh">
        <div className="row">
          <span className="sm dim3 nowrap">{type.title}</span>
          {entity.data && <Tag entity={entity.data} edits={edits} />}
          <span className="push row row-4">
            <Button
              look="ghost"
              size="xsm"
              square
              icon="cl"
              aria-label={words.previous}
              disabled={place === undefined || place <= 1}
              onClick={() => onStep(-1)}
            />
            <span className="sm dim3 nowrap">
              {place === undefined ? words.rows(rows) : words.of(place, rows)}
            </span>
            <Button
              look="ghost"
              size="xsm"
              square
              icon="cr"
              aria-label={words.next}
              disabled={place === undefined || place >= rows}
              onClick={() => onStep(1)}
            />
            <Button
              look="ghost"
              size="xsm"
              square
              icon="x"
              aria-label={words.close}
              onClick={onClose}
            />
          </span>
        </div>
        <h2 className="t2 trunc">{entity.data?.title || words.unnamed(type.title)}</h2>
      </div>
      <div className="tabs" role="tablist" aria-label={words.label(type.title)}>
        {TABS.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`tab-${one}`}
            aria-selected={one === tab}
            aria-controls="detail-tab"
            className={one === tab ? 'on' : ''}
            onClick={() => setTab(one)}
          >
            {words.tabs[one]}
          </button>
        ))}
      </div>
      <div
        className="col"
        style={{ flex: '1 1 0', minHeight: 0 }}
        role="tabpanel"
        id="detail-tab"
        aria-labelledby={`tab-${tab}`}
      >
        {entity.isPending && <Loading label={messages.common.loading} />}
        {entity.isError && (
          <ErrorNotice error={entity.error} onStep={() => void entity.refetch()} />
        )}
        {entity.data && tab === 'details' && (
          <RecordForm
            connection={connection}
            type={type}
            entity={entity.data}
            asked={props.asked}
            onAnswered={props.onAnswered}
            onEdit={props.onEdit}
            onRevert={props.onRevert}
          >
            {entity.data.mark !== 'new' && (
              <Below connection={connection} type={type} id={id} title={entity.data.title} />
            )}
          </RecordForm>
        )}
        {tab === 'history' && <History connection={connection} type={type} id={id} />}
        {entity.data && tab === 'json' && <Json text={entity.data.json} />}
      </div>
      {entity.data && <Foot {...props} entity={entity.data} edits={edits} />}
    </aside>
  );
}

function Tag({ entity, edits }: { entity: EntityView; edits: number }) {
  if (entity.mark === 'new') return <span className="tag ok">{words.isNew}</span>;
  if (entity.mark === 'deleted') return <span className="tag bad">{words.deleted}</span>;
  return edits > 0 ? <span className="tag warn">{words.unsent(edits)}</span> : null;
}

function Json({ text }: { text: string }) {
  if (!text)
    return (
      <p className="dim" style={{ padding: 16 }}>
        {words.emptyJson}
      </p>
    );
  return (
    <pre className="scroll mono" style={{ margin: 0, padding: 16 }} tabIndex={0}>
      {text}
    </pre>
  );
}

function Foot({
  connection,
  type,
  entity,
  edits,
  onRevert,
  onDelete,
  onAct,
  onRemark,
  duplicate,
}: DetailProps & { entity: EntityView; edits: number }) {
  const isMarked = entity.mark === 'deleted';
  return (
    <footer>
      {isMarked && (
        <Button look="ghost" icon="undo" onClick={() => onRevert(null)}>
          {words.keep}
        </Button>
      )}
      {!isMarked && entity.mark === 'edited' && edits > 0 && (
        <Button look="ghost" icon="undo" onClick={() => onRevert(null)}>
          {words.undoAll}
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
      {connection.mayWrite && !isMarked && entity.mark !== 'new' && (
        <Actions actions={type.actions} onAct={onAct} onRemark={onRemark} />
      )}
      {duplicate && entity.mark !== 'new' && <More duplicate={duplicate} />}
      {entity.mark === 'new' ? (
        <Button look="bad-o" icon="trash" onClick={() => onRevert(null)}>
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

function More({ duplicate }: { duplicate: NonNullable<DetailProps['duplicate']> }) {
  return (
    <Menu position="top-end" width={200}>
      <Menu.Target>
        <Button look="ghost" square icon="dots" aria-label={words.more} />
      </Menu.Target>
      <Menu.Dropdown aria-label={words.more}>
        <Menu.Item leftSection={<Icon name="copy" size={14} />} onClick={duplicate.run}>
          {duplicate.label}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Actions({
  actions,
  onAct,
  onRemark,
}: Pick<DetailProps, 'onAct' | 'onRemark'> & { actions: ActionView[] }) {
  if (actions.length === 0) return null;
  return (
    <Menu position="top-end" width={200}>
      <Menu.Target>
        <Button icon="check">{messages.actions.menu}</Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={messages.actions.menu}>
        {actions.map((action) => (
          <Menu.Item key={action.name} onClick={() => onAct(action)}>
            {action.title}
          </Menu.Item>
        ))}
        <Menu.Item onClick={onRemark}>{messages.remark.open}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
