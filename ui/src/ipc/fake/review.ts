// The review of unsent changes, and creates without an answer.

import type { commands as Commands } from '../bindings';
import { notYet } from './notYet';

export const review = {
  reviewSummary: notYet,
  reviewRows: notYet,
  includeChanges: notYet,
  settleConflict: notYet,
  checkWithService: notYet,
  cancelCheck: notYet,
  sendReviewed: notYet,
  doubts: notYet,
  lookAgain: notYet,
  answerDoubt: notYet,
} satisfies Partial<typeof Commands>;
