// Where the next problem of the review is. In each group those with a problem come first.

import type { ReviewedGroupView, ReviewShow } from '../../ipc/client';
import { countIn } from './shows';

export interface RowPlace {
  key: string;
  at: number;
}

/** The one after a place, or the first; nothing where no change that is shown has one. */
export function nextProblem(
  groups: ReviewedGroupView[],
  show: ReviewShow,
  place: RowPlace | undefined,
): RowPlace | undefined {
  const bad = groups.map(({ entityType, counts }) => ({
    key: entityType,
    count: Math.min(counts.problems, countIn(counts, show)),
  }));
  const from = bad.findIndex(({ key }) => key === place?.key);
  const here = bad[from];
  if (here && place && place.at + 1 < here.count) return { key: here.key, at: place.at + 1 };
  const later = [...bad.slice(from + 1), ...bad.slice(0, from + 1)];
  const next = later.find(({ count }) => count > 0);
  return next && { key: next.key, at: 0 };
}
