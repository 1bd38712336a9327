import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { messages } from '../messages';

/** One event: done ones go by themselves, errors stay. The same words are not stacked. */
export function toastDone(message: string): void {
  notifications.show({
    id: message,
    message,
    autoClose: 5000,
    className: 'ok',
    role: 'status',
    closeButtonProps: { 'aria-label': messages.common.close },
  });
}

export function toastBad(title: string, message: ReactNode): void {
  notifications.show({
    title,
    message,
    autoClose: false,
    className: 'bad',
    role: 'alert',
    closeButtonProps: { 'aria-label': messages.common.close },
  });
}

/** In milliseconds; what is quicker needs no word. */
const LATE = 400;

/** Says that something is being done, where it takes long enough to be told. */
export async function toldWhenLate<T>(work: Promise<T>, message: string): Promise<T> {
  const timer = setTimeout(
    () => notifications.show({ id: message, message, loading: true, autoClose: false }),
    LATE,
  );
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    notifications.hide(message);
  }
}
