// What numbers of a list add up to: all of it, the ticked rows, or the selected cells.

import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { tickedCount } from '../../../components/grid/selection';
import type { CellBlock, RowSelection } from '../../../components/grid/types';
import { showValue } from '../../../format/values';
import {
  commands,
  type EntityTypeView,
  type FieldView,
  type SelectionRequest,
  type TotalView,
} from '../../../ipc/client';
import { messages } from '../../../messages';
import type { OpenedView } from '../queries';

const QUIET_MS = 200;
const MOST = 3;
/** A longer range has no totals. */
const RANGE_AT_MOST = 5000;
const WINDOW = 500;

export interface Total {
  label: string;
  value: string;
}

export interface Totals {
  /** What they are of, where cells are selected; or why there are none. */
  of?: string;
  totals: Total[];
}

/** What is added up: rows that were chosen, or a block of cells. */
export type Chosen = { ticked: RowSelection } | { block: CellBlock } | undefined;

/** What `useTotals` was asked: the view, its columns, what is chosen, and the key of it all. */
type AskedTotals = [viewId: number | null, columns: string[], chosen: Chosen, of: string];

export function chosenOf(ticked: RowSelection, block: CellBlock | undefined, rows: number): Chosen {
  if (tickedCount(ticked, rows) > 0) return { ticked };
  return block && { block };
}

/** By the last word of a name or title, as no service tells it: numbers whose sum says nothing. */
const ENDS = {
  averaged: ['rate', 'price', 'percent', 'percentage', 'multiplier'],
  /** They tell one from another. */
  neither: ['number', 'year', 'order', 'index', 'version'],
};

const lastWord = (text: string): string =>
  text
    .split(/(?=[A-Z])|[^A-Za-z]+/)
    .at(-1)!
    .toLowerCase();
const endsIn = ({ name, title }: FieldView, words: string[]): boolean =>
  words.includes(lastWord(name)) || words.includes(lastWord(title));
const isRate = (field: FieldView): boolean => endsIn(field, ENDS.averaged);

/** The number columns that say something as a total, in the order in which they are shown. */
export function totalled(type: EntityTypeView, columns: string[]): FieldView[] {
  return columns
    .flatMap((name) => type.fields.find((field) => field.name === name) ?? [])
    .filter((field) => ['integer', 'number', 'money'].includes(field.kind) && !field.array)
    .filter((field) => !(field.kind === 'integer' && endsIn(field, ENDS.neither)))
    .sort((a, b) => Number(isRate(a)) - Number(isRate(b)))
    .slice(0, MOST);
}

/** In words; a field without a value says nothing, and rates are averaged. */
export function shownTotals(fields: FieldView[], answer: TotalView[]): Total[] {
  return fields.flatMap((field) => {
    const found = answer.find((one) => one.field === field.name);
    if (!found || found.values === 0 || found.sum === null) return [];
    const rate = isRate(field);
    const value = rate ? found.sum / found.values : found.sum;
    return [
      {
        label: rate ? messages.totals.average(field.title) : field.title,
        value: showValue(field, Number(value.toFixed(field.kind === 'integer' && !rate ? 0 : 2))),
      },
    ];
  });
}

/** What the totals of selected cells are of; the sums come first. */
function ofCells(fields: FieldView[], { top, bottom }: CellBlock): string {
  const summed = fields.filter((field) => !isRate(field)).length;
  const cells = (bottom - top + 1) * (summed || fields.length);
  return summed > 0 ? messages.totals.sumOf(cells) : messages.totals.averageOf(cells);
}

/** Totals of what is chosen, else of the whole view. Until they are there, there are none of what was chosen before. */
export function useTotals(
  type: EntityTypeView,
  view: OpenedView | undefined,
  columns: string[],
  chosen: Chosen,
): Totals | undefined {
  const [found, setFound] = useState<{ of: string; totals: Totals | undefined }>();
  const of = JSON.stringify([view?.queryKey, columns, chosen]);
  const key = JSON.stringify([view?.viewId, columns, chosen, of]);
  const [asked] = useDebouncedValue(key, QUIET_MS);
  useEffect(() => {
    let live = true;
    const [viewId, names, what, of] = JSON.parse(asked) as AskedTotals;
    const block = what && 'block' in what ? what.block : undefined;
    const fields = totalled(type, block?.columnIds ?? names);
    const read = async (): Promise<Totals | undefined> => {
      if (typeof viewId !== 'number' || fields.length === 0) return undefined;
      const selection = await selectionOf(viewId, what);
      if (!selection) return { of: messages.totals.tooMany(RANGE_AT_MOST), totals: [] };
      const names = fields.map((field) => field.name);
      const answer = await commands.totals({ viewId, selection, fields: names });
      const totals = shownTotals(fields, answer.totals);
      return block && totals.length > 0 ? { of: ofCells(fields, block), totals } : { totals };
    };
    read().then(
      (totals) => live && setFound({ of, totals }),
      () => live && setFound(undefined),
    );
    return () => {
      live = false;
    };
  }, [asked, type]);
  return found?.of === of ? found.totals : undefined;
}

async function selectionOf(viewId: number, chosen: Chosen): Promise<SelectionRequest | undefined> {
  if (!chosen) return { all: true, ids: [] };
  if ('ticked' in chosen) {
    const { ticked } = chosen;
    return ticked.kind === 'all'
      ? { all: true, ids: ticked.except }
      : { all: false, ids: ticked.keys };
  }
  const { top, bottom } = chosen.block;
  if (bottom - top + 1 > RANGE_AT_MOST) return undefined;
  const ids: string[] = [];
  for (let offset = top; offset <= bottom; offset += WINDOW) {
    const limit = Math.min(WINDOW, bottom - offset + 1);
    ids.push(...(await commands.viewRows({ viewId, offset, limit })).map((row) => row.id));
  }
  return { all: false, ids };
}
