import type { OutcomeKindView } from '../ipc/client';

export const outcomes: Record<OutcomeKindView, string> = {
  waiting: 'Not started',
  done: 'Saved',
  refused: 'Refused',
  conflict: 'Changed by somebody else',
  notSent: 'Not sent',
  unknown: 'No answer, checking',
};
