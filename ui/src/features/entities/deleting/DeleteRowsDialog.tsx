import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../../components/Button';
import { Decision } from '../../../components/Decision';
import { Dialog } from '../../../components/Dialog';
import { Icon, type IconName } from '../../../components/Icon';
import { Loading } from '../../../components/State';
import { useTypedWords } from '../../../components/typedWords';
import {
  commands,
  type ConnectionView,
  type DeleteCheckView,
  type EntityTypeView,
  type KeptRowsView,
  type RowChoice,
} from '../../../ipc/client';
import { messages } from '../../../messages';
import { openRecord } from '../openRecord';
import './deleting.css';
import { Rules, Where } from './Said';

const words = messages.deleting;
const NAMED = 3;
/** More of them in production are not marked by a click alone. */
const MANY = 50;

/** Rows that are to be marked, and what was found. */
export interface DeletedRows {
  type: EntityTypeView;
  rows: RowChoice;
  count: number;
  /** Nothing while it is looked for. */
  found: DeleteCheckView | undefined;
}

interface DeleteRowsDialogProps {
  connection: ConnectionView;
  /** Nothing: closed. */
  rows: DeletedRows | undefined;
  onClose(): void;
  onMark(rows: RowChoice, count: number): void;
}

/** What of many rows can go, what the service will keep and why; starts on Cancel. */
export function DeleteRowsDialog({ rows, ...props }: DeleteRowsDialogProps) {
  if (!rows) return null;
  const { type, found } = rows;
  return found ? (
    <Asking rows={{ ...rows, found }} {...props} />
  ) : (
    <Dialog
      opened
      onClose={props.onClose}
      width={568}
      title={words.titleOfMany(rows.count, rows.count === 1 ? type.title : type.plural)}
      closeLabel={messages.common.close}
      footer={
        <>
          <span className="grow" />
          <Button size="lg" onClick={props.onClose} data-autofocus>
            {messages.common.cancel}
          </Button>
        </>
      }
    >
      <Loading label={words.looking} />
    </Dialog>
  );
}

function Asking({
  connection,
  rows,
  onClose,
  onMark,
}: DeleteRowsDialogProps & { rows: DeletedRows & { found: DeleteCheckView } }) {
  const { type, found } = rows;
  const kept = [...new Set(found.kept.flatMap((one) => one.ids))];
  const [leavesOut, setLeavesOut] = useState(true);
  const marked = leavesOut ? found.rows - kept.length : found.rows;
  const asksMore = connection.environment === 'production' && marked > MANY;
  const typed = useTypedWords(
    asksMore
      ? [
          { word: String(marked), label: messages.review.typeCount(marked) },
          {
            word: connection.company,
            label: messages.review.typeCompany(connection.company),
          },
        ]
      : [],
  );
  const mark = () => {
    onClose();
    onMark(leavesOut ? without(rows.rows, kept) : rows.rows, marked);
  };
  return (
    <Decision
      opened
      onClose={onClose}
      width={568}
      title={words.titleOfMany(found.rows, found.rows === 1 ? type.title : type.plural)}
      cancel={messages.common.cancel}
      close={messages.common.close}
      yes={messages.workspace.deleteYes(marked)}
      look="bad"
      icon="trash"
      disabled={marked === 0 || typed.isMissing}
      startsOnCancel
      onYes={mark}
      aside={
        kept.length > 0 && (
          <label className="row row-6 sm dim">
            <input
              type="checkbox"
              className="tick"
              checked={leavesOut}
              onChange={(event) => setLeavesOut(event.target.checked)}
            />
            {words.leaveOut(kept.length)}
          </label>
        )
      }
    >
      <Where connection={connection} lead={words.leadOfMany} />
      <ul className="box uses">
        {found.free > 0 && (
          <Line
            icon="check"
            tone="c-ok"
            title={words.canGo(found.free)}
            text={words.nothingPoints}
          />
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
      <Rules connection={connection} rules={found.rules} />
      <p className="sm dim3">{words.copyKept(connection.serviceTitle)}</p>
      {!found.isWhole && <p className="sm dim3">{words.incompleteOfMany}</p>}
      {typed.fields}
    </Decision>
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
  const ids = kept.ids.slice(0, NAMED);
  const request = { connectionId: connection.id, entityTypes: [type.name], ids };
  const labels = useQuery({
    queryKey: ['labels', request],
    queryFn: () => commands.referenceLabels(request),
  }).data;
  const nameOf = (id: string) => labels?.find((one) => one.id === id)?.label || id;
  return (
    <li data-effect="protects">
      <Icon name="lock" className="c-danger" />
      <div>
        <b>{words.keptByService(kept.count, connection.serviceTitle)}</b>
        <div className="sm dim3">{words.theyAre(kept.reason)}</div>
        <ul className="sm names">
          {ids.map((id) => (
            <li key={id}>
              <button
                type="button"
                className="link"
                onClick={() => {
                  onLeave();
                  openRecord({ connectionId: connection.id, entityType: type.name, id });
                }}
              >
                {nameOf(id)}
              </button>
            </li>
          ))}
          {kept.count > ids.length && (
            <li className="dim3">{words.more(kept.count - ids.length)}</li>
          )}
        </ul>
      </div>
    </li>
  );
}
