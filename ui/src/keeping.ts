// What is kept a moment after it changed, so that a dragged column is written once; and at once when the list is left.

import { toastError } from './errors/ErrorNotice';
import { inTurn } from './inTurn';

const WAIT_MS = 300;

interface Waiting {
  timer: number;
  write(): Promise<unknown>;
}

const waiting = new Map<string, Waiting>();

export function keepSoon(what: string, write: () => Promise<unknown>): void {
  window.clearTimeout(waiting.get(what)?.timer);
  const timer = window.setTimeout(() => keepNow(what), WAIT_MS);
  waiting.set(what, { timer, write });
}

/** Writes what waits: one thing, or all. */
export function keepNow(what?: string): void {
  for (const [name, { timer, write }] of [...waiting]) {
    if (what !== undefined && name !== what) continue;
    window.clearTimeout(timer);
    waiting.delete(name);
    inTurn(name, write).catch(toastError);
  }
}

window.addEventListener('pagehide', () => keepNow());
