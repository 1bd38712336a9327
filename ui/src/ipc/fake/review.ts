// The review of unsent changes, and creates without an answer.

import type {
  ChangeChoice,
  CountedReasonView,
  DoubtView,
  commands as Commands,
  ReviewSummaryView,
  UnsentView,
} from '../bindings';
import { fail } from './fail';
import { rowsOf, changesOf, events, mirror, state, types, type Change } from './state';
import { titleOf } from './records';
import { countsOf, foundOf, notUndoable, reviewed, SHOWS, type Found } from './reviewed';
import { startRun } from './runs';

const moved = (connectionId: string) => events.reviewMoved.send({ connectionId });
const unsent = (): UnsentView => ({ changes: state.changes.size, createdId: null });

function tell(connectionId: string): UnsentView {
  events.deskChanged.send({ connectionId });
  moved(connectionId);
  return unsent();
}

function reasonsOf(all: Found[]): CountedReasonView[] {
  const counts = new Map<string, number>();
  for (const { change } of all) {
    const reason = notUndoable(change);
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((one, other) => other.count - one.count);
}

function summaryOf(connectionId: string): ReviewSummaryView {
  const all = foundOf(connectionId);
  const toSend = all.filter(SHOWS.toSend);
  const cannot = reasonsOf(toSend);
  const perMinute = 80;
  return {
    groups: types(connectionId).flatMap((type) => {
      const mine = all.filter(({ change }) => change.entityType === type.name);
      return mine.length === 0
        ? []
        : [
            {
              entityType: type.name,
              plural: type.plural,
              counts: countsOf(mine),
              asOf: mirror(type.name).asOf,
            },
          ];
    }),
    all: countsOf(all),
    toSend: countsOf(toSend),
    undoable: toSend.length - cannot.reduce((sum, one) => sum + one.count, 0),
    notUndoable: cannot,
    forecast: {
      requests: toSend.length * 2,
      seconds: Math.ceil((toSend.length * 2 * 60) / perMinute),
      perMinute,
    },
    checked: all.length,
    liveCheck: state.liveCheck,
    preparedBy: [...new Set(all.flatMap(({ change }) => change.preparedBy ?? []))],
  };
}

function chosen(connectionId: string, choice: ChangeChoice): Change[] {
  const all = changesOf(connectionId);
  switch (choice.kind) {
    case 'all':
      return all.map(([, change]) => change);
    case 'group':
      return all
        .filter(([, change]) => change.entityType === choice.entityType)
        .map(([, change]) => change);
    case 'ids':
      return choice.changeIds.flatMap((id) => state.changes.get(id) ?? []);
  }
}

function lookOn(connectionId: string): void {
  const check = state.liveCheck;
  if (!check) return;
  if (check.done < check.total) {
    const step = Math.max(1, Math.ceil(check.total / 20));
    state.liveCheck = { ...check, done: Math.min(check.total, check.done + step) };
    setTimeout(() => lookOn(connectionId), state.changeTakes);
  } else {
    state.liveCheck = null;
    for (const [changeId, there] of state.foundThere) {
      const change = state.changes.get(changeId);
      if (change) change.there = there;
    }
    state.foundThere.clear();
  }
  moved(connectionId);
}

const doubtOf = (changeId: string, change: Change): DoubtView[] =>
  change.doubt
    ? [
        {
          changeId,
          entityType: change.entityType,
          title: titleOf(change.entityType, change.id),
          ...change.doubt,
        },
      ]
    : [];

export const review = {
  reviewSummary: async (connectionId) => summaryOf(connectionId),
  reviewRows: async ({ connectionId, entityType, show, from, count }) => {
    const all = foundOf(connectionId).filter(
      (one) => SHOWS[show](one) && (entityType === null || one.change.entityType === entityType),
    );
    return { total: all.length, rows: all.slice(from, from + count).map(reviewed) };
  },
  includeChanges: async ({ connectionId, changes, isIncluded }) => {
    for (const change of chosen(connectionId, changes)) change.leftOut = !isIncluded;
    moved(connectionId);
    return null;
  },
  settleConflict: async ({ connectionId, changeId, side }) => {
    const change = state.changes.get(changeId);
    const there = change?.there;
    if (!change || !there) return fail({ message: 'This change is not known any more.' });
    for (const name of there.theirs.keys()) {
      there.kept.add(name);
      if (side === 'theirs') change.fields.delete(name);
    }
    if (side === 'theirs' && change.fields.size === 0) state.changes.delete(changeId);
    return tell(connectionId);
  },
  checkWithService: async (connectionId) => {
    const total = foundOf(connectionId).filter(SHOWS.toSend).length;
    state.liveCheck = { done: 0, total };
    setTimeout(() => lookOn(connectionId), state.changeTakes);
    moved(connectionId);
    return null;
  },
  cancelCheck: async (connectionId) => {
    state.liveCheck = null;
    moved(connectionId);
    return null;
  },
  sendReviewed: async ({ connectionId, ...lookedAt }) => {
    const toSend = foundOf(connectionId).filter(SHOWS.toSend);
    const { edits, creates, deletes } = countsOf(toSend);
    const isSame =
      edits === lookedAt.edits && creates === lookedAt.creates && deletes === lookedAt.deletes;
    if (!isSame) return fail({ code: 'conflict', message: 'The review changed since.' });
    return startRun(
      connectionId,
      toSend.map((one) => one.changeId),
    );
  },
  doubts: async (connectionId) =>
    changesOf(connectionId).flatMap(([changeId, change]) => doubtOf(changeId, change)),
  lookAgain: async (connectionId, changeId) => {
    const change = state.changes.get(changeId);
    if (!change?.doubt) return fail({ message: 'This change is not known any more.' });
    change.doubt = { ...change.doubt, lookedAt: Date.now() / 1000 };
    moved(connectionId);
    return doubtOf(changeId, change)[0]!;
  },
  answerDoubt: async ({ connectionId, changeId, answer }) => {
    const change = state.changes.get(changeId);
    if (answer.kind === 'isThis') {
      if (change)
        rowsOf(change.entityType).unshift({ id: answer.id, ...Object.fromEntries(change.fields) });
      state.changes.delete(changeId);
    } else delete change?.doubt;
    return tell(connectionId);
  },
} satisfies Partial<typeof Commands>;
