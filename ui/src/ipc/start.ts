import type { StartView } from './bindings';

declare global {
  var coredeskStart: StartView | undefined;
}

/** What the shell wrote down before the page began. */
export const start: StartView | undefined = globalThis.coredeskStart;
