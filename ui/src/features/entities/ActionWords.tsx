import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { Loading } from '../../components/State';
import { toastDone } from '../../components/toast';
import { toastError } from '../../errors/ErrorNotice';
import { commands, type ActionWordView, type ConnectionView } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.actionWords;

interface ActionWordsProps {
  connection: ConnectionView;
  opened: boolean;
  onClose(): void;
}

/** How the service of a connection spells submit, approve and reject. */
export function ActionWords({ connection, opened, onClose }: ActionWordsProps) {
  const held = useQuery({
    queryKey: ['action-words', connection.id],
    queryFn: () => commands.actionWords(connection.id),
    enabled: opened,
    gcTime: 0,
  });
  return (
    <Dialog
      title={words.title(connection.company)}
      opened={opened}
      onClose={onClose}
      closeLabel={messages.common.close}
      footer={
        <>
          <span className="grow" />
          <Button onClick={onClose}>{messages.common.cancel}</Button>
          <Button look="pri" type="submit" form="action-words" disabled={!held.data}>
            {words.keep}
          </Button>
        </>
      }
    >
      <p className="dim">{words.text(connection.serviceTitle)}</p>
      {held.data ? (
        <Words connectionId={connection.id} held={held.data} onKept={onClose} />
      ) : (
        <Loading label={messages.common.loading} />
      )}
    </Dialog>
  );
}

interface WordsProps {
  connectionId: string;
  held: ActionWordView[];
  onKept(): void;
}

function Words({ connectionId, held, onKept }: WordsProps) {
  const [typed, setTyped] = useState(
    () => new Map(held.map((one) => [one.action, one.word === one.default ? '' : one.word])),
  );
  const keep = useMutation({
    mutationFn: async () => {
      for (const [action, word] of typed)
        await commands.setActionWord({ connectionId, action, word });
    },
    onSuccess: () => {
      toastDone(words.kept);
      onKept();
    },
    onError: toastError,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate();
  };
  return (
    <form id="action-words" className="col g12" onSubmit={submit}>
      {held.map((one) => (
        <label key={one.action} className="field">
          <span className="lb">{one.title}</span>
          <span className="input">
            <input
              value={typed.get(one.action) ?? ''}
              placeholder={one.default}
              maxLength={100}
              onChange={(event) => setTyped(new Map(typed).set(one.action, event.target.value))}
            />
          </span>
        </label>
      ))}
    </form>
  );
}
