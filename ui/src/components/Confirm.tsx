import { useState, type ReactNode } from 'react';
import { Button } from './Button';
import { Dialog } from './Dialog';

interface ConfirmProps {
  opened: boolean;
  onClose(): void;
  title: string;
  text: ReactNode;
  /** The result in words: "Discard 6 changes". */
  yes: string;
  cancel: string;
  close: string;
  onYes(): void;
  danger?: boolean;
  /** Must be typed before the button works, and what to say about it. */
  typed?: { word: string; label: string } | undefined;
}

/** Starts on Cancel. */
export function Confirm({
  opened,
  onClose,
  title,
  text,
  yes,
  cancel,
  close,
  onYes,
  danger = true,
  typed,
}: ConfirmProps) {
  const [word, setWord] = useState('');
  const blocked = typed !== undefined && word.trim() !== typed.word;
  return (
    <Dialog
      title={title}
      opened={opened}
      onClose={onClose}
      closeLabel={close}
      footer={
        <>
          <span className="grow" />
          <Button size="lg" onClick={onClose} data-autofocus>
            {cancel}
          </Button>
          <Button
            size="lg"
            look={danger ? 'bad' : 'pri'}
            disabled={blocked}
            onClick={() => {
              onClose();
              onYes();
            }}
          >
            {yes}
          </Button>
        </>
      }
    >
      <div className="dim">{text}</div>
      {typed && (
        <label className="field">
          <span className="lb">{typed.label}</span>
          <span className="input lg">
            <input value={word} onChange={(event) => setWord(event.target.value)} />
          </span>
        </label>
      )}
    </Dialog>
  );
}
