import type { NextStep, OutcomeView, RunView, UnsentView } from '../bindings';
import { keptBy, removeWithBelow } from './dependants';
import { cellOf, stored, titleOf } from './records';
import { COMPANY, events, ID, keyOf, rowsOf, state, typeOf, type Change } from './state';

export function startRun(
  connectionId: string,
  changeIds: string[],
  changed: (entityType: string) => UnsentView,
): RunView {
  const runId = `run-${state.next++}`;
  const outcomes = changeIds.flatMap((changeId): OutcomeView[] => {
    const change = state.changes.get(changeId);
    return change
      ? [
          {
            changeId,
            entityType: change.entityType,
            id: change.id,
            title: titleOf(change.entityType, change.id),
            kind: change.kind,
            outcome: 'waiting',
            status: null,
            error: null,
          },
        ]
      : [];
  });
  const run: RunView = {
    runId,
    connectionId,
    state: 'running',
    total: outcomes.length,
    done: 0,
    refused: 0,
    conflicts: 0,
    unknown: 0,
    left: outcomes.length,
    waiting: null,
    outcomes,
  };
  state.runs.set(runId, run);
  setTimeout(() => step(runId, 0, changed), 60);
  return run;
}

function step(runId: string, at: number, changed: (entityType: string) => UnsentView): void {
  const run = state.runs.get(runId)!;
  const next = run.outcomes[at];
  if (!next || run.state !== 'running') return;
  const change = state.changes.get(next.changeId)!;
  const answer = answerOf(run.connectionId, change);
  const isUnknown = answer?.outcome === 'unknown';
  const refused = answer !== undefined && !isUnknown;
  const outcome: OutcomeView = {
    ...next,
    ...(answer ?? { outcome: 'done', status: change.kind === 'create' ? 201 : 200 }),
  };
  note(runId, change, outcome);
  if (!answer) apply(next.changeId, change);
  const outcomes = run.outcomes.map((one, i) => (i === at ? outcome : one));
  const left = run.left - 1;
  const now: RunView = {
    ...run,
    outcomes,
    left,
    done: run.done + (answer ? 0 : 1),
    unknown: run.unknown + (isUnknown ? 1 : 0),
    refused: run.refused + (refused ? 1 : 0),
    state: left ? 'running' : 'finished',
  };
  state.runs.set(runId, now);
  events.runProgressed.send({ run: { ...now, outcomes: [outcome] } });
  changed(change.entityType);
  if (left) setTimeout(() => step(runId, at + 1, changed), 60);
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
  const row = stored(change.entityType, change.id);
  if (change.kind === 'delete') removeWithBelow(change.entityType, change.id);
  else if (row) Object.assign(row, Object.fromEntries(change.fields));
  else rows.unshift({ id: `made-${state.next++}`, ...Object.fromEntries(change.fields) });
  state.changes.delete(changeId);
}

function note(runId: string, change: Change, outcome: OutcomeView): void {
  const type = typeOf(change.entityType);
  state.journal.unshift({
    number: state.journal.length + 1,
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
}
