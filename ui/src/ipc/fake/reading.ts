// Reading again, reading below one record, and asking, as the core does it.

import type { AskRequest, BelowRequest, ComparisonRequest, EntityTypeRequest } from '../bindings';
import { events as channels, ID, mirror, rowsOf, state } from './state';
import type { Row } from './rows';

const STEP_MS = 30;

function tell(entityType: string, change: Partial<ReturnType<typeof mirror>>): void {
  state.mirrors.set(entityType, { ...mirror(entityType), ...change });
  channels.mirrorChanged.send({ connectionId: ID, mirror: mirror(entityType) });
}

export async function readAgain({ entityType }: EntityTypeRequest): Promise<null> {
  const total = rowsOf(entityType).length;
  tell(entityType, { progress: { done: Math.floor(total / 2), of: total } });
  setTimeout(() => {
    const found = { added: 0, changed: 1, removed: 2 };
    const isNested = entityType === 'ProjectResource';
    if (isNested) rowsOf('Project').forEach((one) => state.below.set(one.id, Date.now()));
    const whole = { state: 'complete' as const, rows: total, asOf: Date.now() };
    tell(entityType, { progress: null, found: isNested ? null : found, ...whole });
    tell(entityType, { found: null });
  }, STEP_MS);
  return null;
}

export async function loadBelow({ entityType, parentId }: BelowRequest): Promise<null> {
  await new Promise((done) => setTimeout(done, STEP_MS));
  state.below.set(parentId, Date.now());
  const here = rowsOf(entityType).filter((row) => state.below.has(String(row['projectId'])));
  tell(entityType, { rows: here.length, state: 'partial' });
  return null;
}

export async function askService(request: AskRequest): Promise<number> {
  const answerId = state.next++;
  const refused = request.expression !== null && state.refuseExpression;
  const fits = (row: Row) =>
    request.groups.some((group) => group.every((comparison) => holds(row, comparison)));
  const rows = rowsOf(request.entityType).filter((row) => request.expression !== null || fits(row));
  state.asked.push(request);
  state.answers.set(answerId, []);
  setTimeout(() => {
    if (!refused)
      state.answers.set(
        answerId,
        rows.map((row) => row.id),
      );
    channels.answerChanged.send({
      answer: {
        answerId,
        rows: refused ? 0 : rows.length,
        state: refused ? 'failed' : 'complete',
        error: refused
          ? {
              code: 'refused',
              message: 'BQE CORE refused: “`nothing` is no field.”',
              nextStep: 'fixField',
              detail: null,
            }
          : null,
      },
    });
  }, STEP_MS);
  return answerId;
}

function holds(row: Row, { field, operator, value }: ComparisonRequest): boolean {
  const is = String(row[field] ?? '');
  const asked = String(value ?? '');
  if (operator === 'isNull') return is === '';
  return operator === 'equal' ? is === asked : is >= asked;
}
