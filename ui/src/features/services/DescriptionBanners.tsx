import { useState } from 'react';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { Icon } from '../../components/Icon';
import type { ConnectionView } from '../../ipc/client';
import { messages } from '../../messages';
import { useDescription, useDescriptionActions } from './queries';
import './services.css';

const words = messages.description;

/** What is new in the service's own description, or why it could not be read. */
export function DescriptionBanners({ connection }: { connection: ConnectionView }) {
  const { id, isDescribed, serviceTitle, session } = connection;
  const { data } = useDescription(id, isDescribed);
  const { dismiss, readAgain } = useDescriptionActions(id);
  const [isOpen, setOpen] = useState(false);
  // While nobody is signed in, that is what has to be mended first.
  if (!data || session.state === 'signedOut') return null;
  if (data.problem)
    return (
      <div className="banner" role="status">
        <Icon name="alert" />
        <span className="grow">
          {data.isBuiltIn ? words.problemBuiltIn(serviceTitle) : words.problem(serviceTitle)}{' '}
          <span className="dim">{data.problem.message}</span>
        </span>
        <Button size="xsm" disabled={readAgain.isPending} onClick={() => readAgain.mutate()}>
          {words.readAgain}
        </Button>
      </div>
    );
  if (data.news === null) return null;
  const see = () => {
    setOpen(false);
    dismiss.mutate();
  };
  return (
    <div className="banner news" role="status">
      <Icon name="info" />
      <span className="grow">{words.changed(serviceTitle, data.news)}</span>
      <Button size="xsm" onClick={() => setOpen(true)}>
        {words.details}
      </Button>
      <Button size="xsm" look="ghost" disabled={dismiss.isPending} onClick={see}>
        {words.dismiss}
      </Button>
      <Dialog
        title={words.title(serviceTitle)}
        opened={isOpen}
        onClose={() => setOpen(false)}
        closeLabel={messages.common.close}
        footer={
          <>
            <span className="grow" />
            <Button size="lg" onClick={() => setOpen(false)}>
              {messages.common.close}
            </Button>
            <Button size="lg" look="pri" data-autofocus onClick={see}>
              {words.dismiss}
            </Button>
          </>
        }
      >
        <ul className="differences">
          {data.differences.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Dialog>
    </div>
  );
}
