// Steps of drafting: what the unsent changes were before and after each.

import type { DraftStepKindView, DraftStepsView, DraftStepView } from '../bindings';
import { events, ID, state, typeOf, type Change, type Changes } from './state';

const copyOf = (changes: Changes): Changes =>
  new Map([...changes].map(([key, one]) => [key, { ...one, fields: new Map(one.fields) }]));

const written = (change: Change | undefined): string =>
  JSON.stringify(change && [change.kind, [...change.fields]]);

/** Runs `work` as one step; one that changes nothing is none. */
export async function inStep<T>(
  kind: DraftStepKindView,
  field: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const before = copyOf(state.changes);
  const done = await work();
  const after = copyOf(state.changes);
  const keys = [...new Set([...before.keys(), ...after.keys()])].filter(
    (key) => written(before.get(key)) !== written(after.get(key)),
  );
  if (keys.length === 0) return done;
  const touched = keys.map((key) => (after.get(key) ?? before.get(key))!);
  const names = [...new Set(touched.map((one) => one.entityType))];
  const type = names.length === 1 ? typeOf(names[0]!) : undefined;
  state.steps.push({
    step: {
      kind,
      entityType: type?.name ?? null,
      plural: type?.plural ?? null,
      title: type?.title ?? null,
      fieldTitle: type?.fields.find((one) => one.name === field)?.title ?? null,
      records: keys.length,
      id: keys.length === 1 ? touched[0]!.id : null,
    },
    before: new Map(keys.flatMap((key) => entryOf(before, key))),
    after: new Map(keys.flatMap((key) => entryOf(after, key))),
  });
  state.undoneSteps = [];
  events.deskChanged.send({ connectionId: ID });
  return done;
}

const entryOf = (changes: Changes, key: string): [string, Change][] => {
  const change = changes.get(key);
  return change ? [[key, change]] : [];
};

/** Puts what `to` says in the place of what `from` says. Answers how many are something else by now. */
function move(from: Changes, to: Changes): number {
  let left = 0;
  for (const key of new Set([...from.keys(), ...to.keys()])) {
    if (written(state.changes.get(key)) !== written(from.get(key))) left += 1;
    else if (to.has(key)) state.changes.set(key, to.get(key)!);
    else state.changes.delete(key);
  }
  return left;
}

export function undo(): { step: DraftStepView | null; left: number } {
  const last = state.steps.pop();
  if (!last) return { step: null, left: 0 };
  state.undoneSteps.push(last);
  return { step: last.step, left: move(last.after, copyOf(last.before)) };
}

export function redo(): { step: DraftStepView | null; left: number } {
  const next = state.undoneSteps.pop();
  if (!next) return { step: null, left: 0 };
  state.steps.push(next);
  return { step: next.step, left: move(next.before, copyOf(next.after)) };
}

export const standing = (): DraftStepsView => ({
  undo: state.steps.at(-1)?.step ?? null,
  redo: state.undoneSteps.at(-1)?.step ?? null,
});
