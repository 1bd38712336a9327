// Conditions in their groups: a row fits when all conditions of at least one group hold.

import type { ConditionView } from '../../../ipc/client';

export type Filter = ConditionView[][];

/** Where a condition stands. */
export interface Place {
  group: number;
  at: number;
}

const withoutEmpty = (filter: Filter): Filter => filter.filter((group) => group.length > 0);

export const size = (filter: Filter): number => filter.flat().length;

export const conditionAt = (filter: Filter, { group, at }: Place): ConditionView | undefined =>
  filter[group]?.[at];

/** The place where a condition added to `group` comes to stand; past the last group it begins another one. */
export const placeAfter = (filter: Filter, group: number): Place => ({
  group: Math.min(group, filter.length),
  at: filter[group]?.length ?? 0,
});

/** Puts a condition in its place: over the one that is there, or behind the last. */
export function put(filter: Filter, { group, at }: Place, condition: ConditionView): Filter {
  const groups = group < filter.length ? filter : [...filter, []];
  return groups.map((conditions, n) =>
    n === Math.min(group, groups.length - 1)
      ? [...conditions.slice(0, at), condition, ...conditions.slice(at + 1)]
      : conditions,
  );
}

export const without = (filter: Filter, { group, at }: Place): Filter =>
  withoutEmpty(
    filter.map((conditions, n) =>
      n === group ? conditions.filter((_, place) => place !== at) : conditions,
    ),
  );

/** What else holds for the rows that a condition is chosen from: the other conditions of its group. */
export function others(filter: Filter, { group, at }: Place): Filter {
  const conditions = (filter[group] ?? []).filter((_, place) => place !== at);
  return conditions.length > 0 ? [conditions] : [];
}

/** Each condition with its place, in the order of reading. */
export const placesOf = (filter: Filter): { place: Place; condition: ConditionView }[] =>
  filter.flatMap((conditions, group) =>
    conditions.map((condition, at) => ({ place: { group, at }, condition })),
  );

const isSame = (one: ConditionView, other: ConditionView) =>
  JSON.stringify(one) === JSON.stringify(other);

/** Narrows every group by one more condition. */
export const narrowed = (filter: Filter, condition: ConditionView): Filter =>
  filter.length === 0
    ? [[condition]]
    : filter.map((group) =>
        group.some((one) => isSame(one, condition)) ? group : [...group, condition],
      );
