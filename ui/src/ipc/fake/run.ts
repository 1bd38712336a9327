import type { OutcomeView, RunView, UnsentView } from '../bindings';
import { cellOf, stored, titleOf } from './records';
import { COMPANY, events, ID, rowsOf, state, typeOf, type Change } from './state';

export function startRun(
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
    connectionId: ID,
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
  const refused = change.kind === 'delete' && change.entityType !== 'TimeEntry';
  const outcome: OutcomeView = refused
    ? {
        ...next,
        outcome: 'refused',
        status: 406,
        error: {
          code: 'refused',
          message: 'Other records use it, so BQE CORE keeps it.',
          nextStep: 'fixField',
          detail: 'status: 406',
        },
      }
    : { ...next, outcome: 'done', status: change.kind === 'create' ? 201 : 200 };
  note(runId, change, outcome);
  if (!refused) apply(next.changeId, change);
  const outcomes = run.outcomes.map((one, i) => (i === at ? outcome : one));
  const left = run.left - 1;
  const now: RunView = {
    ...run,
    outcomes,
    left,
    done: run.done + (refused ? 0 : 1),
    refused: run.refused + (refused ? 1 : 0),
    state: left ? 'running' : 'finished',
  };
  state.runs.set(runId, now);
  events.runProgressed.send({ run: { ...now, outcomes: [outcome] } });
  changed(change.entityType);
  if (left) setTimeout(() => step(runId, at + 1, changed), 60);
}

function apply(changeId: string, change: Change): void {
  const rows = rowsOf(change.entityType);
  const row = stored(change.entityType, change.id);
  if (change.kind === 'delete')
    rows.splice(
      rows.findIndex((one) => one.id === change.id),
      1,
    );
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
