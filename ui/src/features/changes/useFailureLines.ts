// The failures of a run as lines: each reason, and below the one that is unfolded all its changes, read by window.

import { useCallback, useState } from 'react';
import { commands, type FailureGroupView, type RunRowView } from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { useWindows } from './useWindows';

type Line = { group: FailureGroupView } | { group: FailureGroupView; row: RunRowView | undefined };

export const keyOfGroup = (group: FailureGroupView): string => group.changeIds[0] ?? '';

export function useFailureLines(runId: string, groups: FailureGroupView[]) {
  const [open, setOpen] = useState<string>();
  const place = groups.findIndex((group) => keyOfGroup(group) === open);
  const unfolded = groups[place];
  const inside = unfolded?.count ?? 0;
  const { at, see } = useWindows(
    [...keys.run(runId), 'rows', 'of', open, inside],
    inside,
    (from, count) =>
      commands.runRowsOf({
        runId,
        changeIds: unfolded?.changeIds.slice(from, from + count) ?? [],
      }),
  );
  return {
    count: groups.length + inside,
    isOpen: (group: FailureGroupView) => group === unfolded,
    setOpen: (group: FailureGroupView, isOpen: boolean) =>
      setOpen(isOpen ? keyOfGroup(group) : undefined),
    lineAt: (n: number): Line => {
      if (!unfolded || n <= place) return { group: groups[n]! };
      if (n <= place + inside) return { group: unfolded, row: at(n - place - 1) };
      return { group: groups[n - inside]! };
    },
    /** Where the reason after a line stands; the first again after the last. */
    after: (n: number): number => {
      const starts = groups.map((_, at) => (at > place && unfolded ? at + inside : at));
      return starts.find((start) => start > n) ?? 0;
    },
    see: useCallback(
      (first: number, last: number) =>
        inside > 0 && see(Math.max(0, first - place - 1), Math.min(inside - 1, last - place - 1)),
      [see, inside, place],
    ),
  };
}
