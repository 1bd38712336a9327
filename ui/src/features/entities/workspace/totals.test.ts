import { renderHook, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { nothingTicked } from '../../../components/grid/selection';
import { ENTITY_TYPES } from '../../../ipc/fake/catalogue';
import { chosenOf, shownTotals, totalled, useTotals } from './totals';

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

it('what only tells one from another is not added up, and a word within a title decides nothing', () => {
  const field = (name: string, title: string) => ({ ...type.fields[0]!, name, title });
  const fields = [
    { ...field('fiscalYear', 'Fiscal year'), kind: 'integer' as const },
    { ...field('count', 'Number of sheets'), kind: 'integer' as const },
    { ...field('taxPercent', 'Tax'), kind: 'number' as const },
    { ...field('spent', 'Rate sheet total'), kind: 'money' as const },
  ];
  const found = totalled({ ...type, fields }, ['fiscalYear', 'count', 'taxPercent', 'spent']);
  expect(found.map(({ name }) => name)).toEqual(['count', 'spent', 'taxPercent']);
  const answer = found.map(({ name }) => ({ field: name, sum: 10, values: 2 }));
  expect(shownTotals(found, answer).map(({ label }) => label)).toEqual([
    'Number of sheets',
    'Rate sheet total',
    'Average tax',
  ]);
});

it('a block that is too long says why it has no sums', async () => {
  const view = { viewId: 1, rows: 9000, asOf: null, queryKey: 'q', columns: [], standing: {} };
  const block = { top: 0, bottom: 5000, columnIds: ['actualHours'] };
  const { result } = renderHook(() => useTotals(type, view, ['actualHours'], { block }));
  await waitFor(() =>
    expect(result.current).toEqual({
      of: 'No sums for more than 5,000 rows of selected cells',
      totals: [],
    }),
  );
});
