import type { NextStep } from '../ipc/client';

export const nextSteps: Record<NextStep, string> = {
  signInAgain: 'Sign in again',
  retry: 'Try again',
  fixField: 'Correct the field',
  checkConnection: 'Try again',
  unlockKeyring: 'Try again',
  reportBug: 'Copy details',
  nothing: '',
};
