// Ticked rows. "All" is kept as a rule with exceptions, so that ticking a million rows
// costs nothing and holds for rows that were never loaded.

import type { RowSelection } from './types';

export const nothingTicked: RowSelection = { kind: 'some', keys: [] };
export const everythingTicked: RowSelection = { kind: 'all', except: [] };

export function isTicked(selection: RowSelection, key: string): boolean {
  return selection.kind === 'all' ? !selection.except.includes(key) : selection.keys.includes(key);
}

export function withTicks(selection: RowSelection, keys: string[], ticked: boolean): RowSelection {
  if (selection.kind === 'all')
    return { kind: 'all', except: changed(selection.except, keys, !ticked) };
  return { kind: 'some', keys: changed(selection.keys, keys, ticked) };
}

export function tickedCount(selection: RowSelection, rowCount: number): number {
  // Rows that were left out may be gone from the list.
  return selection.kind === 'all'
    ? Math.max(0, rowCount - selection.except.length)
    : selection.keys.length;
}

export function tickState(selection: RowSelection, rowCount: number): 'none' | 'some' | 'all' {
  const count = tickedCount(selection, rowCount);
  if (count === 0) return 'none';
  return count >= rowCount ? 'all' : 'some';
}

function changed(held: string[], keys: string[], add: boolean): string[] {
  const named = new Set(keys);
  const rest = held.filter((key) => !named.has(key));
  return add ? [...rest, ...keys] : rest;
}
