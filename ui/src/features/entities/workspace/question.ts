// What the rows of an entity type are asked for: columns, order and search, kept while the window is open.

import { useState } from 'react';
import type {
  ConditionView,
  EntityTypeView,
  FoldingRequest,
  SortRequest,
} from '../../../ipc/client';
import type { Reference } from '../../../format/values';
import type { ViewQuestion } from '../queries';

const DAYS = ['date', 'dateTime', 'instant'];

/** Newest first where the first columns hold a day, else by the first column. */
function firstSort(type: EntityTypeView): SortRequest[] {
  const columns = type.listColumns.flatMap(
    (name) => type.fields.find((field) => field.name === name) ?? [],
  );
  const day = columns.slice(0, 2).find((field) => DAYS.includes(field.kind));
  if (day) return [{ field: day.name, descending: true }];
  const first = columns[0];
  return first ? [{ field: first.name, descending: false }] : [];
}

const held = new Map<string, ViewQuestion>();
const keyOf = (connectionId: string, type: EntityTypeView) => `${connectionId}/${type.name}`;
const first = (type: EntityTypeView): ViewQuestion => ({
  columns: type.listColumns,
  sort: firstSort(type),
  search: '',
  filter: [],
  layout: {},
  rowHeight: null,
  tree: null,
});

/** Lets the list of a nested collection open with the rows below one record. */
export function askBelow(connectionId: string, type: EntityTypeView, parent: Reference): void {
  const key = keyOf(connectionId, type);
  held.set(key, { ...(held.get(key) ?? first(type)), parent });
}

/** Lets a list open with the rows of a filter alone. */
export function askFiltered(
  connectionId: string,
  type: EntityTypeView,
  filter: ConditionView[][],
): void {
  const key = keyOf(connectionId, type);
  held.set(key, {
    ...(held.get(key) ?? first(type)),
    filter,
    search: '',
    parent: undefined,
    asked: undefined,
  });
}

/** Without the fields that the entity type has no more, such as a custom field that was taken away. */
function known(question: ViewQuestion, type: EntityTypeView): ViewQuestion {
  const has = (name: string) => type.fields.some((field) => field.name === name);
  return {
    ...question,
    columns: question.columns.filter(has),
    sort: question.sort.filter(({ field }) => has(field)),
  };
}

export function useQuestion(connectionId: string, type: EntityTypeView) {
  const key = keyOf(connectionId, type);
  const [, repaint] = useState(0);
  const asked = known(held.get(key) ?? first(type), type);
  // What was asked before any field was known shows those that are known by now.
  const question =
    asked.columns.length > 0
      ? asked
      : { ...first(type), search: asked.search, parent: asked.parent };
  const ask = (change: Partial<ViewQuestion>) => {
    held.set(key, { ...question, ...change });
    repaint((n) => n + 1);
  };
  return { question, ask };
}

/** The same with one record turned over: folded if it was open, open if it was folded. */
export const turned = ({ folded, except }: FoldingRequest, id: string): FoldingRequest => ({
  folded,
  except: except.includes(id) ? except.filter((one) => one !== id) : [...except, id],
});
