// What an error code looks like: its title, how loud it is and which button it offers.

import type { ErrorCode, NextStep } from '../ipc/client';
import { messages } from '../messages';

export type Tone = 'warn' | 'bad';

export interface Presentation {
  title: string;
  tone: Tone;
}

const SOFT: readonly ErrorCode[] = [
  'signInNeeded',
  'slowDown',
  'unreachable',
  'cancelled',
  'signInTimedOut',
];

export function presentError(code: ErrorCode): Presentation {
  return { title: messages.errorTitles[code], tone: SOFT.includes(code) ? 'warn' : 'bad' };
}

/** The button's label, or none where nothing can be pressed. */
export function nextStepLabel(step: NextStep): string | undefined {
  return messages.nextSteps[step] || undefined;
}
