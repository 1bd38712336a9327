// What the rows of an entity type are asked for. How a list was left is kept over restarts: in its saved view or, without
// one, as that of all rows. What was sought is remembered with each visited place.

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import {
  commands,
  type ConditionView,
  type EntityTypeView,
  type FoldingRequest,
} from '../../../ipc/client';
import type { Reference } from '../../../format/values';
import { paths } from '../../../paths';
import { recall, remember, usePlace, visit } from '../../../place';
import type { ViewQuestion } from '../queries';
import { inTurn } from '../../../inTurn';
import { keepNow, keepSoon } from '../../../keeping';
import { keptIn, putView, useKept, useShownView } from '../views/kept';
import { findsTheSame, firstQuestion, fromSettings, toSettings } from '../views/settings';

/** How each list was left in this window. */
const left = new Map<string, ViewQuestion>();
let changes = 0;
const listeners = new Set<() => void>();
const listOf = (connectionId: string, entityType: string, view = '') =>
  JSON.stringify([connectionId, entityType, view]);

function leave(list: string, question: ViewQuestion | undefined): void {
  if (question) left.set(list, question);
  else left.delete(list);
  changes += 1;
  listeners.forEach((listener) => listener());
}

const useChanges = (): number =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => changes,
  );

type Sought = Pick<ViewQuestion, 'filter' | 'search' | 'parent' | 'asked'>;
const soughtIn = ({ filter, search, parent, asked }: ViewQuestion): Sought => ({
  filter,
  search,
  parent,
  asked,
});

function open(connectionId: string, { name }: EntityTypeView, sought: Partial<Sought>): void {
  const remembered: [string, unknown] = [listOf(connectionId, name), sought];
  visit(paths.entities(connectionId, name), { again: true, remembered: [remembered] });
}

/** Opens the list of a nested collection with the rows below one record. */
export function askBelow(connectionId: string, type: EntityTypeView, parent: Reference): void {
  open(connectionId, type, { parent });
}

/** Opens all rows of an entity type with just this filter. */
export function askFiltered(
  connectionId: string,
  type: EntityTypeView,
  filter: ConditionView[][],
): void {
  open(connectionId, type, { filter, search: '', parent: undefined, asked: undefined });
}

/** As in a window that was just opened. */
export const forgetQuestions = (): void => left.clear();

/** Without the fields that the entity type has no more, such as a custom field that was taken away. */
function known(question: ViewQuestion, type: EntityTypeView): ViewQuestion {
  const has = (name: string) => type.fields.some((field) => field.name === name);
  const groups = question.filter.map((group) => group.filter(({ field }) => has(field)));
  return {
    ...question,
    columns: question.columns.filter(has),
    sort: question.sort.filter(({ field }) => has(field)),
    filter: groups.filter((group) => group.length > 0),
  };
}

/** A change, or what is changed of the question that is asked by then; nothing where it fits that no more. */
type Change = Partial<ViewQuestion> | ((now: ViewQuestion) => Partial<ViewQuestion> | undefined);
export type Ask = (change: Change) => void;

export function useQuestion(connectionId: string, type: EntityTypeView) {
  useChanges();
  const cache = useQueryClient();
  const { step } = usePlace();
  const { allRows } = useKept(connectionId);
  const view = useShownView(connectionId, type.name);
  const list = listOf(connectionId, type.name, view?.id);
  const kept = view ?? allRows.find(({ entityType }) => entityType === type.name);
  const begun = kept ? fromSettings(kept.settings, type) : firstQuestion(type);
  const asNow = (): ViewQuestion => {
    const sought = recall(step, list) as Partial<Sought> | undefined;
    const asked = known({ ...(left.get(list) ?? begun), ...sought }, type);
    // What was asked before any field was known shows those that are known by now.
    return asked.columns.length > 0
      ? asked
      : { ...firstQuestion(type), search: asked.search, parent: asked.parent };
  };
  const question = asNow();
  const now = JSON.stringify(soughtIn(question));
  useEffect(() => {
    // Coming back shows it as it is here, and going on from the navigator as well.
    remember(step, list, soughtIn(question));
    left.set(list, question);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what is asked later is told by `ask`
  }, [step, list, now]);
  useEffect(() => () => keepNow(), [list]);

  // Who asks may have waited for an answer: what was asked since then stays.
  const ask: Ask = (change) => {
    const before = asNow();
    const changed = typeof change === 'function' ? change(before) : change;
    if (!changed) return;
    const next = { ...before, ...changed };
    remember(step, list, soughtIn(next));
    leave(list, next);
    const settings = toSettings(next, type);
    if (JSON.stringify(settings) === JSON.stringify(toSettings(before, type))) return;
    if (!view) {
      const request = { connectionId, entityType: type.name, settings };
      keepSoon(list, () => commands.keepAllRows(request));
      return;
    }
    const viewNow = () => keptIn(cache, connectionId).views.find(({ id }) => id === view.id);
    const held = viewNow();
    if (!held) return;
    const { filter, search } = held.settings;
    const arranged = { ...held, settings: { ...settings, filter, search } };
    if (JSON.stringify(arranged.settings) === JSON.stringify(held.settings)) return;
    putView(cache, connectionId, arranged);
    keepSoon(list, async () => {
      const saved = viewNow();
      if (saved) await inTurn(saved.id, () => commands.saveView({ connectionId, ...saved }));
    });
  };
  /** The list shows again what is kept of it; all rows, what no filter holds back. What was sought since stays. */
  const reset = () => {
    const { filter, search } = view?.settings ?? { filter: [], search: '' };
    ask((held) => (JSON.stringify(soughtIn(held)) === now ? { filter, search } : {}));
  };
  return {
    question,
    ask,
    /** Another one for each list and each time that it is come to. */
    at: `${step} ${list}`,
    reset,
    /** Nothing for all rows. */
    view,
    /** Shows other rows than those that the view was saved with. */
    isChanged: view !== undefined && !findsTheSame(question, view.settings),
  };
}

/** The same with one record turned over: folded if it was open, open if it was folded. */
export const turned = ({ folded, except }: FoldingRequest, id: string): FoldingRequest => ({
  folded,
  except: except.includes(id) ? except.filter((one) => one !== id) : [...except, id],
});
