import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

interface DialogProps {
  title: string;
  opened: boolean;
  onClose(): void;
  width?: number;
  closeLabel: string;
  children: ReactNode;
  footer: ReactNode;
}

/** Asks something or shows a sheet; keeps the focus inside and gives it back. */
export function Dialog({
  title,
  opened,
  onClose,
  width = 520,
  closeLabel,
  children,
  footer,
}: DialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={width}
      centered
      closeButtonProps={{ 'aria-label': closeLabel }}
      transitionProps={{ duration: 120 }}
    >
      <div className="dlg-body">{children}</div>
      <div className="dlg-foot">{footer}</div>
    </Modal>
  );
}
