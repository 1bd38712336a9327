// Many unsent changes at once, and taking back what was drafted.

import type { commands as Commands } from '../bindings';
import { notYet } from './notYet';

export const drafting = {
  previewBulkEdit: notYet,
  bulkEdit: notYet,
  duplicateRows: notYet,
  checkDeletes: notYet,
  markRows: notYet,
  draftSteps: notYet,
  undoDraftStep: notYet,
  redoDraftStep: notYet,
} satisfies Partial<typeof Commands>;
