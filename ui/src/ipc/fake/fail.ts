import type { UiError } from '../bindings';

/** Answers as the core does when something is refused. */
export const fail = (error: Partial<UiError>): never => {
  const whole: UiError = {
    code: 'invalidInput',
    message: 'That cannot be done.',
    nextStep: 'nothing',
    detail: null,
    ...error,
  };
  throw whole;
};
