import { expect, it } from 'vitest';
import { nothingTicked } from '../../../components/grid/selection';
import { ENTITY_TYPES } from '../../../ipc/fake/catalogue';
import { chosenOf, shownTotals, totalled } from './totals';

const type = ENTITY_TYPES.find((one) => one.name === 'TimeEntry')!;
const names = (columns: string[]) => totalled(type, columns).map((field) => field.name);

it('numbers that are shown are added up, rates after what can be summed, three at most', () => {
  expect(names(['date', 'billRate', 'actualHours', 'amount', 'description'])).toEqual([
    'actualHours',
    'amount',
    'billRate',
  ]);
  expect(names(['description', 'date'])).toEqual([]);
});

it('a rate is averaged, and what has no value is left out', () => {
  const fields = totalled(type, ['actualHours', 'amount', 'billRate']);
  expect(
    shownTotals(fields, [
      { field: 'actualHours', sum: 63, values: 8 },
      { field: 'amount', sum: 0, values: 0 },
      { field: 'billRate', sum: 930.8, values: 8 },
    ]),
  ).toEqual([
    { label: fields[0]?.title, value: '63.00' },
    { label: 'Average bill rate', value: '116.35' },
  ]);
});

it('ticked rows come before a range of cells', () => {
  const block = { top: 0, bottom: 2, columnIds: ['amount'] };
  const ticked = { kind: 'some' as const, keys: ['a'] };
  expect(chosenOf(ticked, block, 5)).toEqual({ ticked });
  expect(chosenOf(nothingTicked, block, 5)).toEqual({ block });
  expect(chosenOf(nothingTicked, undefined, 5)).toBeUndefined();
});
