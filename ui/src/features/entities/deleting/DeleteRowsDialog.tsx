import { useState } from 'react';
import { Button } from '../../../components/Button';
import { Dialog } from '../../../components/Dialog';
import { Icon, type IconName } from '../../../components/Icon';
import type {
  ConnectionView,
  DeleteCheckView,
  EntityTypeView,
  KeptRowsView,
  RowChoice,
} from '../../../ipc/client';
import { messages } from '../../../messages';
import { openRecord } from '../openRecord';
import './deleting.css';

const words = messages.deleting;
const NAMED = 3;

/** Rows that are to be marked, and what was found. */
export interface DeletedRows {
  type: EntityTypeView;
  rows: RowChoice;
  found: DeleteCheckView;
}

interface DeleteRowsDialogProps {
  connection: ConnectionView;
  /** Nothing: closed. */
  rows: DeletedRows | undefined;
  onClose(): void;
  onMark(rows: RowChoice): void;
}

/** What of many rows can go, what the service will keep and why; starts on Cancel. */
export function DeleteRowsDialog({ rows, ...props }: DeleteRowsDialogProps) {
  return rows && <Asking rows={rows} {...props} />;
}

function Asking({
  connection,
  rows,
  onClose,
  onMark,
}: DeleteRowsDialogProps & { rows: DeletedRows }) {
  const { type, found } = rows;
  const kept = found.kept.flatMap((one) => one.ids);
  const [leavesOut, setLeavesOut] = useState(true);
  const marked = leavesOut ? found.rows - kept.length : found.rows;
  const mark = () => {
    onClose();
    onMark(leavesOut ? without(rows.rows, kept) : rows.rows);
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      width={568}
      title={words.titleOfMany(found.rows, type.plural)}
      closeLabel={messages.common.close}
      footer={
        <>
          {kept.length > 0 && (
            <label className="row row-6">
              <input
                type="checkbox"
                checked={leavesOut}
                onChange={(event) => setLeavesOut(event.target.checked)}
              />
              {words.leaveOut(kept.length)}
            </label>
          )}
          <span className="grow" />
          <Button size="lg" onClick={onClose} data-autofocus>
            {messages.common.cancel}
          </Button>
          <Button size="lg" look="bad" icon="trash" disabled={marked === 0} onClick={mark}>
            {messages.workspace.deleteYes(marked)}
          </Button>
        </>
      }
    >
      <p className="dim">
        {words.leadOfMany} {words.company(connection.company)}{' '}
        <span className={`tag${connection.environment === 'production' ? ' prod' : ''}`}>
          {messages.environments[connection.environment]}
        </span>
      </p>
      <ul className="box uses">
        {found.free > 0 && (
          <Line icon="check" tone="c-ok" title={words.canGo(found.free)} text={words.nothingText} />
        )}
        {found.kept.map((one) => (
          <Kept key={one.reason} connection={connection} type={type} kept={one} onLeave={onClose} />
        ))}
        {found.withDependants > 0 && (
          <Line
            icon="alert"
            tone="c-warn"
            title={words.withDependants(found.withDependants)}
            text={words.withDependantsText}
          />
        )}
        {found.withEdits > 0 && (
          <Line
            icon="alert"
            tone="c-warn"
            title={words.withEdits(found.withEdits)}
            text={words.withEditsText}
          />
        )}
        {found.newRecords > 0 && (
          <Line icon="info" tone="dim3" title={words.newRecords(found.newRecords)} />
        )}
      </ul>
      {found.rules.length > 0 && (
        <div className="col g4">
          <span className="lb">{words.rules(connection.serviceTitle)}</span>
          <ul className="rules-list sm dim">
            {found.rules.map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ul>
        </div>
      )}
      <p className="sm dim3">{words.copyKept(connection.serviceTitle)}</p>
      {!found.isWhole && <p className="sm dim3">{words.incomplete}</p>}
    </Dialog>
  );
}

/** The same rows but for some. */
function without(rows: RowChoice, ids: string[]): RowChoice {
  const { all, ids: named } = rows.selection;
  const left = new Set(ids);
  return {
    ...rows,
    selection: all
      ? { all, ids: [...named, ...ids] }
      : { all, ids: named.filter((id) => !left.has(id)) },
  };
}

interface LineProps {
  icon: IconName;
  tone: string;
  title: string;
  text?: string;
}

const Line = ({ icon, tone, title, text }: LineProps) => (
  <li>
    <Icon name={icon} className={tone} />
    <div>
      <b>{title}</b>
      {text && <div className="sm dim3">{text}</div>}
    </div>
  </li>
);

interface KeptProps {
  connection: ConnectionView;
  type: EntityTypeView;
  kept: KeptRowsView;
  onLeave(): void;
}

function Kept({ connection, type, kept, onLeave }: KeptProps) {
  return (
    <li data-effect="protects">
      <Icon name="lock" className="c-danger" />
      <div>
        <b>{words.keptByService(kept.count, connection.serviceTitle)}</b>
        <div className="sm dim3">{words.theyAre(kept.reason)}</div>
        <div className="row row-6 sm">
          {kept.ids.slice(0, NAMED).map((id, at) => (
            <button
              key={id}
              type="button"
              className="link"
              onClick={() => {
                onLeave();
                openRecord({ connectionId: connection.id, entityType: type.name, id });
              }}
            >
              {words.show(at + 1)}
            </button>
          ))}
        </div>
      </div>
    </li>
  );
}
