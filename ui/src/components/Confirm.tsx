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
  /** Each must be typed before the button works, with what to say about it. */
  typed?: { word: string; label: string }[] | undefined;
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
  typed = [],
}: ConfirmProps) {
  const [given, setGiven] = useState<Record<number, string>>({});
  const blocked = typed.some(({ word }, at) => given[at]?.trim() !== word);
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
      {typed.map(({ label }, at) => (
        <label className="field" key={label}>
          <span className="lb">{label}</span>
          <span className="input lg">
            <input
              value={given[at] ?? ''}
              onChange={(event) => setGiven({ ...given, [at]: event.target.value })}
            />
          </span>
        </label>
      ))}
    </Dialog>
  );
}
