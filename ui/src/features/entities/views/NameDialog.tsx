import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { Button } from '../../../components/Button';
import { Dialog } from '../../../components/Dialog';
import { Icon } from '../../../components/Icon';
import { messages } from '../../../messages';

const words = messages.views;

interface NameDialogProps {
  title: string;
  yes: string;
  name: string;
  /** Plural of the entity type. */
  plural: string;
  /** Names that are given already. */
  taken: string[];
  /** Whether it can be pinned here. */
  offersPin: boolean;
  onDone(name: string, pinned: boolean): void;
  onClose(): void;
  /** Where the keyboard goes on: what opened the dialog may be gone, such as a menu. */
  returnTo(): HTMLElement | null | undefined;
}

/** Asks what a view is called. Enter saves. */
export function NameDialog(props: NameDialogProps) {
  const { title, yes, plural, taken, offersPin, onDone, onClose } = props;
  const [name, setName] = useState(props.name);
  const [pinned, setPinned] = useState(false);
  const id = useId();
  const goOn = useRef(props.returnTo);
  useEffect(() => {
    goOn.current = props.returnTo;
  });
  useEffect(() => {
    const back = goOn;
    return () => void setTimeout(() => back.current()?.focus());
  }, []);
  const isMissing = name.trim() === '';
  const isTaken = taken.includes(name.trim());
  const done = (event: FormEvent) => {
    event.preventDefault();
    if (isMissing) return;
    onClose();
    onDone(name.trim(), pinned);
  };
  return (
    <Dialog
      opened
      title={title}
      onClose={onClose}
      closeLabel={messages.common.close}
      footer={
        <>
          <span className="grow" />
          <Button size="lg" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button size="lg" look="pri" type="submit" form={id} disabled={isMissing}>
            {yes}
          </Button>
        </>
      }
    >
      <form id={id} className="col g12" onSubmit={done}>
        <div className="field">
          <label className="lb" htmlFor={`${id}-name`}>
            {words.name}
          </label>
          <div className="input lg">
            <input
              id={`${id}-name`}
              data-autofocus
              value={name}
              maxLength={120}
              aria-describedby={`${id}-note`}
              onFocus={(event) => event.target.select()}
              onChange={(event) => setName(event.target.value)}
            />
          </div>
          <span id={`${id}-note`} className="hint" role="status">
            {isMissing && <Icon name="info" size={14} />}
            {isMissing
              ? words.nameMissing
              : isTaken
                ? words.nameTaken(name.trim())
                : words.nameHint(plural)}
          </span>
        </div>
        {offersPin && (
          <label className="row">
            <input
              type="checkbox"
              className="tick"
              checked={pinned}
              onChange={(event) => setPinned(event.target.checked)}
            />
            {words.pinned}
          </label>
        )}
      </form>
    </Dialog>
  );
}
