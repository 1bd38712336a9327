import { useState, type FormEvent } from 'react';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import type { Reference } from '../../format/values';
import type { ActionView, ConnectionView } from '../../ipc/client';
import { useCatalogue } from '../../ipc/queries';
import { messages } from '../../messages';
import { actionWords } from './actions';
import { ReferencePicker } from './detail/ReferencePicker';
import { referenceField } from './detail/referenceField';
import type { Said } from './queries';

const words = messages.remark;
/** Those who decide are people of the company. */
const PEOPLE = 'employee';

interface RemarkProps {
  connection: ConnectionView;
  actions: ActionView[];
  /** Of how many records it is said; nothing while nothing is to be said. */
  count: number | undefined;
  onAct(action: ActionView, said: Said): void;
  onClose(): void;
}

/** An action with a remark, and with the person who is to decide. */
export function Remark({ connection, actions, count, onAct, onClose }: RemarkProps) {
  return (
    <Dialog
      title={words.title(count ?? 0)}
      opened={count !== undefined}
      onClose={onClose}
      closeLabel={messages.common.close}
      footer={
        <>
          <span className="grow" />
          <Button onClick={onClose}>{messages.common.cancel}</Button>
          <Button look="pri" type="submit" form="remark">
            {words.mark}
          </Button>
        </>
      }
    >
      <Form
        connection={connection}
        actions={actions}
        count={count ?? 0}
        onAct={(action, said) => {
          onClose();
          onAct(action, said);
        }}
      />
    </Dialog>
  );
}

function Form({
  connection,
  actions,
  count,
  onAct,
}: Omit<RemarkProps, 'count' | 'onClose'> & { count: number }) {
  const types = useCatalogue(connection.id).data?.entityTypes;
  const people = types?.find((type) => type.name.toLowerCase() === PEOPLE);
  const [name, setName] = useState(actions[0]?.name ?? '');
  const [recipient, setRecipient] = useState<Reference | null>(null);
  const [memo, setMemo] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const action = actions.find((one) => one.name === name);
    if (action) onAct(action, { recipient: recipient?.id ?? null, memo: memo.trim() || null });
  };
  return (
    <form id="remark" className="col g12" onSubmit={submit}>
      <label className="field">
        <span className="lb">{words.action}</span>
        <span className="input">
          <select value={name} onChange={(event) => setName(event.target.value)}>
            {actions.map((action) => (
              <option key={action.name} value={action.name}>
                {actionWords(action, count)}
              </option>
            ))}
          </select>
        </span>
      </label>
      {people && (
        <div className="field">
          <label className="lb" htmlFor="remark-recipient">
            {words.recipient}
          </label>
          <ReferencePicker
            id="remark-recipient"
            connectionId={connection.id}
            field={referenceField(words.recipient, [people.name], false)}
            value={recipient}
            state=""
            editable
            describedBy="remark-recipient-note"
            onChange={(id, label) =>
              setRecipient(typeof id === 'string' ? { id, label: label ?? id } : null)
            }
          />
          <span id="remark-recipient-note" className="hint">
            {words.recipientNote(connection.serviceTitle)}
          </span>
        </div>
      )}
      <label className="field">
        <span className="lb">{words.memo}</span>
        <span className="input area">
          <textarea rows={3} value={memo} onChange={(event) => setMemo(event.target.value)} />
        </span>
      </label>
    </form>
  );
}
