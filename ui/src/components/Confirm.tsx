import type { ReactNode } from 'react';
import { Decision } from './Decision';
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
    <Decision
      title={title}
      opened={opened}
      onClose={onClose}
      cancel={cancel}
      close={close}
      yes={yes}
      look={danger ? 'bad' : 'pri'}
      disabled={isMissing}
      startsOnCancel
      onYes={() => {
        onClose();
        onYes();
      }}
    >
      <div className="dim">{text}</div>
      {fields}
    </Decision>
  );
}
