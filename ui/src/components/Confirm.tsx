import type { ReactNode } from 'react';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { useTypedWords, type TypedWord } from './typedWords';

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
  /** Each must be typed before the button works. */
  typed?: TypedWord[] | undefined;
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
  const { isMissing, fields } = useTypedWords(typed);
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
            disabled={isMissing}
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
      {fields}
    </Dialog>
  );
}
