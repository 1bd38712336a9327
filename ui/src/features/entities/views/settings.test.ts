import { expect, it } from 'vitest';
import type { ConditionView } from '../../../ipc/client';
import { typeOf } from '../../../ipc/fake/state';
import type { ViewQuestion } from '../queries';
import { findsTheSame, fromSettings, toSettings } from './settings';

const type = typeOf('TimeEntry');
const question: ViewQuestion = {
  columns: ['amount', 'date'],
  sort: [{ field: 'amount', descending: true }],
  search: 'quay',
  filter: [[{ field: 'projectId', operator: 'is', values: [{ id: 'pr-1', label: 'Quay' }] }]],
  layout: { amount: { width: 120.4, pinned: true } },
  rowHeight: 'relaxed',
  tree: null,
};

it('columns are kept with their order, width and pinning', () => {
  const settings = toSettings(question, type);
  expect(settings.columns).toEqual([
    { field: 'amount', width: 120, pinned: true },
    { field: 'date', width: null, pinned: false },
  ]);
  expect(fromSettings(settings, type)).toEqual({
    ...question,
    layout: { amount: { width: 120, pinned: true }, date: {} },
  });
});

it('the first choice of columns is kept as such, so that it may grow', () => {
  const first = { ...question, columns: type.listColumns, layout: {} };
  expect(toSettings(first, type).columns).toEqual([]);
  const more = { ...type, listColumns: [...type.listColumns, 'memo'] };
  expect(fromSettings(toSettings(first, type), more).columns).toContain('memo');
  const wide = { ...first, layout: { date: { width: 200 } } };
  expect(toSettings(wide, type).columns).toHaveLength(type.listColumns.length);
});

it('two lists find the same whatever the order in which a value was written', () => {
  const turned: ConditionView = {
    values: [{ label: 'Quay', id: 'pr-1' }],
    operator: 'is',
    field: 'projectId',
  };
  const other = { search: 'quay', filter: [[turned], []] };
  expect(findsTheSame(question, other)).toBe(true);
  expect(findsTheSame(question, { ...other, search: '' })).toBe(false);
  expect(findsTheSame(question, { ...other, filter: [] })).toBe(false);
});
