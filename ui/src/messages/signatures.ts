import type { SignatureView } from '../ipc/client';

export const signatures: Record<SignatureView, string> = {
  valid: 'Valid',
  wrong: 'Wrong',
  keyNotFound: 'Key not found',
  notChecked: 'Not checked',
  doesNotApply: 'Does not apply',
};
