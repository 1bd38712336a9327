import type { OutcomeKindView } from '../ipc/client';

/** The one way to say how a change ended, also in tables for spreadsheets (crates/core/src/desk/run_report.rs). */
export const outcomes: Record<OutcomeKindView, string> = {
  waiting: 'Not started',
  done: 'Saved',
  refused: 'Refused',
  conflict: 'Changed by somebody else',
  notSent: 'Not sent',
  unknown: 'No answer',
};
