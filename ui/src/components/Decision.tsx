import type { ReactNode } from 'react';
import { Button } from './Button';
import { Dialog } from './Dialog';
import type { IconName } from './Icon';

interface DecisionProps {
  opened: boolean;
  onClose(): void;
  title: string;
  cancel: string;
  close: string;
  /** The result in words: "Discard 6 changes". */
  yes: string;
  onYes(): void;
  look?: 'pri' | 'bad';
  icon?: IconName | undefined;
  disabled?: boolean;
  /** The keyboard begins on the way out, where a slip does harm. */
  startsOnCancel?: boolean;
  width?: number;
  /** Beside the buttons. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A dialog that is left by one button or done by the other. */
export function Decision({
  opened,
  onClose,
  title,
  cancel,
  close,
  yes,
  onYes,
  look = 'pri',
  icon,
  disabled,
  startsOnCancel = false,
  width,
  aside,
  children,
}: DecisionProps) {
  return (
    <Dialog
      title={title}
      opened={opened}
      onClose={onClose}
      width={width}
      closeLabel={close}
      footer={
        <>
          {aside}
          <span className="grow" />
          <Button size="lg" onClick={onClose} data-autofocus={startsOnCancel || undefined}>
            {cancel}
          </Button>
          <Button
            size="lg"
            look={look}
            icon={icon}
            data-autofocus={!startsOnCancel || undefined}
            disabled={disabled}
            onClick={onYes}
          >
            {yes}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
