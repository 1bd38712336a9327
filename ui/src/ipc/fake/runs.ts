// Runs of the sender.

import type {
  commands as Commands,
  FailureGroupView,
  NextStep,
  OutcomeView,
  RunPartView,
  RunRowView,
  RunShow,
  RunSummaryView,
  UnsentView,
  WaitsForView,
} from '../bindings';
import { keptBy, removeWithBelow } from './dependants';
import { fail } from './fail';
import { cellOf, stored, titleOf } from './records';
import { notUndoable, subtitleOf } from './reviewed';
import { COMPANY, events, ID, keyOf, rowsOf, state, typeOf, type Change } from './state';

export interface FakeRun {
  summary: RunSummaryView;
  rows: RunRowView[];
}

let tell: (entityType?: string) => UnsentView = () => ({ changes: 0, createdId: null });
/** Lets the window hear of what was sent. */
export const tellSent = (how: typeof tell): void => {
  tell = how;
};

export function startRun(connectionId: string, changeIds: string[]): RunSummaryView {
  const runId = `run-${state.next++}`;
  const rows = changeIds.flatMap((changeId) => {
    const change = state.changes.get(changeId);
    return change ? [rowOf(changeId, change)] : [];
  });
  const summary: RunSummaryView = {
    runId,
    connectionId,
    state: 'running',
    waitsFor: null,
    waiting: null,
    total: rows.length,
    done: 0,
    refused: 0,
    conflicts: 0,
    unknown: 0,
    notSent: 0,
    left: rows.length,
    startedAt: Date.now() / 1000,
    endedAt: null,
    secondsLeft: rows.length,
    perMinute: null,
    slowedTimes: 0,
    slowedSeconds: 0,
    undoable: 0,
    sentBy: 'Priya Nair',
    preparedBy: [],
  };
  state.runs.set(runId, { summary, rows });
  setTimeout(() => step(runId), state.changeTakes);
  return summary;
}

const rowOf = (changeId: string, change: Change): RunRowView => ({
  outcome: {
    changeId,
    entityType: change.entityType,
    id: change.id,
    title: titleOf(change.entityType, change.id),
    kind: change.kind,
    outcome: 'waiting',
    status: null,
    error: null,
  },
  subtitle: subtitleOf(change),
  fieldTitles: [...change.fields.keys()].map(
    (name) => typeOf(change.entityType).fields.find((one) => one.name === name)!.title,
  ),
  tookMs: null,
  number: null,
  notUndoable: notUndoable(change),
});

function move(run: FakeRun, part: Partial<RunSummaryView>): RunSummaryView {
  run.summary = { ...run.summary, ...part };
  events.runMoved.send({ run: run.summary });
  return run.summary;
}

/** Something came up: the run waits. */
export function holdUp(runId: string, waitsFor: WaitsForView, waiting: string): void {
  const run = state.runs.get(runId);
  if (run) move(run, { state: 'parked', waitsFor, waiting });
}

/** As many changes at once as show a large run in a few seconds. */
function step(runId: string): void {
  const run = state.runs.get(runId);
  if (run?.summary.state !== 'running') return;
  const first = run.summary.total - run.summary.left;
  const some = run.rows.slice(first, first + Math.max(1, Math.ceil(run.summary.total / 400)));
  const types = new Set<string>();
  const now = { ...run.summary };
  some.forEach((row, at) => {
    const change = state.changes.get(row.outcome.changeId);
    now.left -= 1;
    if (!change) return void (now.notSent += 1);
    const answer = answerOf(now.connectionId, change);
    const outcome: OutcomeView = {
      ...row.outcome,
      ...(answer ?? { outcome: 'done', status: change.kind === 'create' ? 201 : 200 }),
    };
    const number = note(runId, change, outcome);
    run.rows[first + at] = { ...row, outcome, number, tookMs: 180 + ((first + at) % 9) * 40 };
    if (outcome.outcome === 'done') {
      now.done += 1;
      now.undoable += row.notUndoable === null ? 1 : 0;
      apply(outcome.changeId, change);
    } else if (outcome.outcome === 'unknown') now.unknown += 1;
    else if (outcome.outcome === 'conflict') now.conflicts += 1;
    else now.refused += 1;
    types.add(change.entityType);
  });
  const isOver = now.left === 0;
  move(run, {
    ...now,
    state: isOver ? 'finished' : 'running',
    endedAt: isOver ? Date.now() / 1000 : null,
    secondsLeft: isOver ? null : Math.ceil((now.left * state.changeTakes) / 1000),
    perMinute: 92,
  });
  types.forEach((entityType) => tell(entityType));
  if (!isOver) setTimeout(() => step(runId), state.changeTakes);
}

type Answer = Pick<OutcomeView, 'outcome' | 'status' | 'error'>;

/** What is not done, and why; nothing where it is. */
function answerOf(connectionId: string, change: Change): Answer | undefined {
  const service = connectionId === ID ? 'BQE CORE' : 'BidCore';
  const inUse =
    connectionId === ID
      ? change.entityType !== 'TimeEntry'
      : keptBy(change.entityType, change.id).length > 0;
  const status =
    state.statuses.get(keyOf(change.entityType, change.id)) ??
    (change.kind === 'delete' && inUse ? 406 : undefined);
  if (status === undefined) return undefined;
  const { plural } = typeOf(change.entityType);
  const [message, nextStep] = SENTENCES[status] ?? [() => 'It was refused.', 'nothing'];
  if (status === 405) {
    state.notOffered.add(change.entityType);
    events.catalogueChanged.send({ connectionId });
  }
  return {
    outcome: status >= 500 ? 'unknown' : 'refused',
    status,
    error: {
      code: status === 409 ? 'conflict' : 'refused',
      message: message(service, plural.toLowerCase()),
      nextStep,
      detail: `status: ${status}`,
    },
  };
}

const SENTENCES: Record<number, [(service: string, plural: string) => string, NextStep]> = {
  400: [(service) => `${service} did not take some of the values.`, 'fixField'],
  405: [(service, plural) => `${service} does not offer deleting ${plural}.`, 'nothing'],
  406: [(service) => `Other records use it, so ${service} keeps it.`, 'fixField'],
  409: [(service) => `${service}’s database refused it. Nothing was stored.`, 'retry'],
  500: [
    (service) => `${service} had a problem of its own. It is not known whether it arrived.`,
    'nothing',
  ],
};

function apply(changeId: string, change: Change): void {
  const rows = rowsOf(change.entityType);
  const row = change.kind === 'create' ? undefined : stored(change.entityType, change.id);
  if (change.kind === 'delete') removeWithBelow(change.entityType, change.id);
  else if (row) Object.assign(row, Object.fromEntries(change.fields));
  else rows.unshift({ id: `made-${state.next++}`, ...Object.fromEntries(change.fields) });
  state.changes.delete(changeId);
}

/** Answers its place in the journal. */
function note(runId: string, change: Change, outcome: OutcomeView): number {
  const type = typeOf(change.entityType);
  const number = state.journal.length + 1;
  state.journal.unshift({
    number,
    at: Date.now(),
    runId,
    company: COMPANY,
    entityType: type.name,
    entityTypeTitle: type.title,
    id: change.id,
    title: outcome.title,
    kind: change.kind,
    fields: [...change.fields].map(([name, value]) => {
      const field = type.fields.find((one) => one.name === name)!;
      return {
        field: name,
        title: field.title,
        action: name === 'workflow' ? (change.action ?? null) : null,
        before: cellOf(field, stored(type.name, change.id)?.[name]),
        after: cellOf(field, value),
        changedThere: false,
        theirs: null,
      };
    }),
    outcome: outcome.outcome,
    status: outcome.status,
    words: outcome.error?.message ?? null,
  });
  return number;
}

const SHOWN: Record<RunShow, (outcome: OutcomeView['outcome']) => boolean> = {
  all: () => true,
  done: (outcome) => outcome === 'done',
  notDone: (outcome) => outcome !== 'done' && outcome !== 'waiting',
  left: (outcome) => outcome === 'waiting',
};

const known = (runId: string): FakeRun =>
  state.runs.get(runId) ?? fail({ message: 'This run is not known.' });

function failuresOf({ rows }: FakeRun): FailureGroupView[] {
  const groups = new Map<string, RunRowView[]>();
  for (const row of rows.filter(({ outcome }) => outcome.error !== null)) {
    const { message } = row.outcome.error!;
    groups.set(message, [...(groups.get(message) ?? []), row]);
  }
  return [...groups.values()].map((all) => {
    const { error, status, outcome } = all[0]!.outcome;
    const fields = all[0]!.fieldTitles;
    const type = typeOf(all[0]!.outcome.entityType);
    const field = type.fields.find((one) => one.title === fields[0])?.name ?? null;
    return {
      error: error!,
      status,
      count: all.length,
      changeIds: all.map((row) => row.outcome.changeId),
      rows: all.slice(0, 3),
      mayRetry: outcome !== 'unknown' && error!.nextStep === 'retry',
      field: status === 400 ? field : null,
    };
  });
}

export const runs = {
  sendChanges: async ({ connectionId, changeIds }) => startRun(connectionId, changeIds),
  cancelRun: async (runId) => {
    const run = known(runId);
    const { left } = run.summary;
    move(run, { state: 'cancelled', left: 0, notSent: left, endedAt: Date.now() / 1000 });
    return null;
  },
  runSummary: async (runId) => known(runId).summary,
  runRows: async ({ runId, show, from, count }) => {
    const all = known(runId).rows.filter(({ outcome }) => SHOWN[show](outcome.outcome));
    return { total: all.length, rows: all.slice(from, from + count) };
  },
  runRowsOf: async ({ runId, changeIds }) =>
    changeIds.flatMap(
      (id) => known(runId).rows.find(({ outcome }) => outcome.changeId === id) ?? [],
    ),
  runParts: async (runId) => {
    const parts: RunPartView[] = [];
    for (const { outcome } of known(runId).rows) {
      const { plural } = typeOf(outcome.entityType);
      const last = parts.at(-1);
      if (last?.plural === plural) last.count += 1;
      else parts.push({ plural, count: 1 });
    }
    return parts;
  },
  runFailures: async (runId) => failuresOf(known(runId)),
  waitingRuns: async (connectionId) =>
    [...state.runs.values()]
      .map((run) => run.summary)
      .filter((one) => one.connectionId === connectionId && one.waitsFor !== null),
  pauseRun: async (runId) => {
    move(known(runId), { state: 'paused', waitsFor: 'person', waiting: 'You paused it.' });
    return null;
  },
  resumeRun: async (runId) => {
    const summary = move(known(runId), { state: 'running', waitsFor: null, waiting: null });
    setTimeout(() => step(runId), state.changeTakes);
    return summary;
  },
  saveRunReport: async () => 'report.csv',
} satisfies Partial<typeof Commands>;
