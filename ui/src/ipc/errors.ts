import type { UiError } from './bindings';

/** Whatever was thrown, as the error the window can show. */
export function asUiError(thrown: unknown): UiError {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown) {
    return thrown as UiError;
  }
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: 'ours',
    message: 'Coredesk had a problem of its own.',
    nextStep: 'reportBug',
    detail: words,
  };
}
