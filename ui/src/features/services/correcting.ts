// Where a form is corrected when the core refused what it holds. The core's step is not always to be had by sending again.

import type { UiError } from '../../ipc/client';
import { asUiError } from '../../ipc/errors';

/** Something is to be changed in the settings: the same once more would be refused in the same way. */
const isOfSettings = ({ code, nextStep }: UiError): boolean =>
  nextStep === 'checkConnection' && ['signInFailed', 'forbidden', 'unreadable'].includes(code);

/** An error whose step says what is to be done in a form. */
export function inForm(thrown: unknown): UiError | null {
  if (!thrown) return null;
  const error = asUiError(thrown);
  return isOfSettings(error) ? { ...error, nextStep: 'fixField' } : error;
}

/** The part of a form that an error speaks of: what was typed for it, what is asked for, or an address. */
export function partOf(thrown: unknown): 'credential' | 'scope' | 'address' {
  const error = asUiError(thrown);
  if (isOfSettings(error)) return error.code === 'unreadable' ? 'address' : 'scope';
  return error.code === 'invalidInput' ? 'address' : 'credential';
}

/** The first of some addresses that is none, as far as can be told here. */
export const firstOdd = <Field extends string>(
  fields: readonly Field[],
  form: Record<Field, string>,
): Field | undefined =>
  fields.find(
    (field) => !/^(https:\/\/|http:\/\/(localhost|127\.|\[::1))[^\s?#]+$/.test(form[field]),
  );
