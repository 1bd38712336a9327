// The first rows of a service, as its habits make them be understood.

import type { HabitsView, PreviewRequest, PreviewView } from '../bindings';
import { rowView } from './records';
import { rowsOf, state, typeOf, events } from './state';

/** What is guessed of a document that says little. */
export const GUESS: HabitsView = {
  paging: 'page',
  parameter: 'page',
  sizeParameter: 'page_size',
  pageSize: 100,
  firstPage: 1,
  nextAt: '',
  rowsAt: '',
  countAt: '',
};

export const habitsOf = (connectionId: string): HabitsView => ({
  ...(state.habits.get(connectionId) ?? GUESS),
});

export function keepHabits(connectionId: string, habits: HabitsView): null {
  state.habits.set(connectionId, habits);
  const connection = state.others.find((one) => one.id === connectionId);
  if (connection) connection.needsPreview = false;
  events.deskChanged.send({ connectionId });
  return null;
}

/** Rows are found by their shape or at `results`; `page` counts pages. */
export async function preview({ entityType, habits }: PreviewRequest): Promise<PreviewView> {
  await new Promise((resolve) => setTimeout(resolve, state.previewTakes));
  const type = typeOf(entityType);
  const columns = type.listColumns.slice(0, 6);
  const all = rowsOf(entityType);
  const shown = all.slice(0, 8);
  const answer = JSON.stringify({ count: all.length, results: shown }, null, 2).slice(0, 4000);
  const nothing = { columns: [], rows: [], count: null, secondPage: null, answer };
  if (habits.rowsAt && habits.rowsAt !== 'results')
    return {
      ...nothing,
      problem: {
        code: 'unreadable',
        message: `There is no list at “${habits.rowsAt}” in the answer. Leave the place empty to find the rows by their shape.`,
        nextStep: 'fixField',
        detail: '200 GET /records?page=1',
      },
    };
  const isRight = habits.paging === 'page' && habits.parameter === 'page';
  return {
    columns,
    rows: shown.map((row) => rowView(entityType, row.id, columns, null).cells),
    count: all.length,
    secondPage: habits.paging === 'none' ? null : isRight,
    answer,
    problem: null,
  };
}
