// Runs of the sender.

import type { commands as Commands } from '../bindings';
import { notYet } from './notYet';

export const runs = {
  runSummary: notYet,
  runRows: notYet,
  runFailures: notYet,
  waitingRuns: notYet,
  pauseRun: notYet,
  resumeRun: notYet,
  saveRunReport: notYet,
} satisfies Partial<typeof Commands>;
