import type { ErrorCode } from '../ipc/client';

export const errorTitles: Record<ErrorCode, string> = {
  signInNeeded: 'Your sign-in has ended',
  signInDenied: 'You are not signed in: access was refused',
  signInFailed: 'You are not signed in: the sign-in failed',
  signInTimedOut: 'You are not signed in: no answer came in time',
  portTaken: 'The sign-in cannot listen for its answer',
  keyringUnavailable: 'The system keyring is not available',
  refused: 'The service refused this',
  forbidden: 'Your role does not allow this',
  conflict: 'Somebody else changed this',
  gone: 'It no longer exists',
  slowDown: 'The service asked us to slow down',
  unreachable: 'The service cannot be reached',
  unreadable: 'The answer cannot be read',
  cancelled: 'Stopped',
  invalidInput: 'This cannot be sent as it is',
  localStore: 'The copy on this computer cannot be read',
  ours: 'Coredesk had a problem of its own',
};
