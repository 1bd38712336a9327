// The journal, undoing what was sent, and change files.

import type { commands as Commands } from '../bindings';
import { notYet } from './notYet';

export const journal = {
  journalRuns: notYet,
  journalWrites: notYet,
  journalCounts: notYet,
  verifyJournals: notYet,
  exportJournal: notYet,
  previewUndo: notYet,
  undoWritten: notYet,
  saveChangeFile: notYet,
  openChangeFile: notYet,
} satisfies Partial<typeof Commands>;
