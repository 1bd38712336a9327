// Where the window is: the address after '#' with its query, and where it stands among the places that were visited. What a
// place looked like when it was left is remembered with it, so that back and forward show it as it was.

import { useSyncExternalStore } from 'react';

export interface Place {
  path: string;
  /** Without the question mark. */
  query: string;
  /** Which of the visited places it is, from 0 on. */
  step: number;
  /** The step of the one that was visited last: up to there it can be gone forward. */
  last: number;
}

interface Visit {
  replace?: boolean;
  /** A place of its own, also when the address is the one that is shown. */
  again?: boolean;
  /** What is remembered of the place as if it had been there before. */
  remembered?: [what: string, value: unknown][];
}

let held: Place | undefined;
let last = 0;
const memory = new Map<number, Map<string, unknown>>();
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());

/** An address that was typed or followed as a link has no step yet: it comes after the place that was shown. */
function stepNow(): number {
  const state = window.history.state as { step?: unknown } | null;
  if (typeof state?.step === 'number') return state.step;
  const step = held ? held.step + 1 : 0;
  window.history.replaceState({ step }, '');
  begin(step);
  return step;
}

/** A new place drops those that could be gone forward to. */
function begin(step: number): void {
  last = step;
  for (const known of memory.keys()) if (known >= step) memory.delete(known);
}

export function placeNow(): Place {
  const address = window.location.hash.replace(/^#?\/?/, '/');
  const step = stepNow();
  last = Math.max(last, step);
  const cut = address.indexOf('?');
  const path = cut < 0 ? address : address.slice(0, cut);
  const query = cut < 0 ? '' : address.slice(cut + 1);
  if (held?.path !== path || held.query !== query || held.step !== step || held.last !== last)
    held = { path, query, step, last };
  return held;
}

export const addressOf = ({ path, query }: Pick<Place, 'path' | 'query'>): string =>
  query ? `${path}?${query}` : path;

export function visit(address: string, { replace, again, remembered = [] }: Visit = {}): void {
  const now = placeNow();
  if (address === addressOf(now) && !again) return;
  const step = replace ? now.step : now.step + 1;
  if (replace) window.history.replaceState({ step }, '', `#${address}`);
  else {
    begin(step);
    window.history.pushState({ step }, '', `#${address}`);
  }
  remembered.forEach(([what, value]) => remember(step, what, value));
  tell();
}

export const recall = (step: number, what: string): unknown => memory.get(step)?.get(what);

export function remember(step: number, what: string, value: unknown): void {
  memory.set(step, (memory.get(step) ?? new Map<string, unknown>()).set(what, value));
}

export function subscribeToPlace(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    window.addEventListener('popstate', tell);
    window.addEventListener('hashchange', tell);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.removeEventListener('popstate', tell);
    window.removeEventListener('hashchange', tell);
  };
}

export const usePlace = (): Place => useSyncExternalStore(subscribeToPlace, placeNow);

/** For the router: the path alone decides which screen is shown. */
export const usePath = (): [string, (address: string, visit?: Visit) => void] => [
  usePlace().path,
  visit,
];

/** Back and forward through the places of this window, where there are any. */
export function useBackAndForward() {
  const { step, last } = usePlace();
  return {
    back: step > 0 ? () => window.history.back() : undefined,
    forward: step < last ? () => window.history.forward() : undefined,
  };
}

/** As in a window that was just opened. */
export function forgetPlaces(): void {
  held = undefined;
  last = 0;
  memory.clear();
}
