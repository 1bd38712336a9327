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
  rows: number;
  totals: Total[];
}

/** What is added up: rows that were chosen, or a block of cells. */
export type Chosen = { ticked: RowSelection } | { block: CellBlock } | undefined;

export function chosenOf(ticked: RowSelection, block: CellBlock | undefined, rows: number): Chosen {
  if (tickedCount(ticked, rows) > 0) return { ticked };
  return block && { block };
}

/** Adding up rates, years or places says nothing. */
const RATES =
  /\b(rate|price|cost rate|factor|multiplier|percent|percentage|markup|margin|average)\b|%/i;
const COUNTERS = /\b(year|number|no|order|index|priority|sequence|level|day|month|version)\b/i;

const isRate = ({ title }: FieldView): boolean => RATES.test(title);

/** The number columns that say something as a total, in the order in which they are shown. */
export function totalled(type: EntityTypeView, columns: string[]): FieldView[] {
  return columns
    .flatMap((name) => type.fields.find((field) => field.name === name) ?? [])
    .filter((field) => ['integer', 'number', 'money'].includes(field.kind) && !field.array)
    .filter((field) => !(field.kind === 'integer' && COUNTERS.test(field.title)))
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

/** Totals of what is chosen, else of the whole view. An answer that comes late is dropped. */
export function useTotals(
  type: EntityTypeView,
  view: OpenedView | undefined,
  columns: string[],
  chosen: Chosen,
): Totals | undefined {
  const [totals, setTotals] = useState<Totals>();
  const key = JSON.stringify([view?.viewId, columns, chosen]);
  const [asked] = useDebouncedValue(key, QUIET_MS);
  useEffect(() => {
    let live = true;
    const [viewId, names, what] = JSON.parse(asked) as [number | undefined, string[], Chosen];
    const inBlock = what && 'block' in what ? what.block.columnIds : names;
    const fields = totalled(type, inBlock);
    const read = async () => {
      if (viewId === undefined || fields.length === 0) return undefined;
      const selection = await selectionOf(viewId, what);
      if (!selection) return undefined;
      const names = fields.map((field) => field.name);
      const answer = await commands.totals({ viewId, selection, fields: names });
      return { rows: answer.rows, totals: shownTotals(fields, answer.totals) };
    };
    read().then(
      (found) => live && setTotals(found),
      () => live && setTotals(undefined),
    );
    return () => {
      live = false;
    };
  }, [asked, type]);
  return totals;
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
