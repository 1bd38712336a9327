import { expect, test } from 'vitest';
import { SeenRows, changedCells } from './changed';
import type { GridRow } from './types';

const row = (cells: GridRow['cells'], edits: GridRow['edits'] = {}): GridRow => ({
  key: 'a',
  cells,
  edits,
});

test('a cell that another person changed is told once', () => {
  const seen = new SeenRows();
  seen.note([row({ name: 'Quay', hours: 2 })]);
  const after = row({ name: 'Quay House', hours: 2 });
  seen.note([after]);
  expect(seen.takeFresh(after, 'name')).toBe(true);
  expect(seen.takeFresh(after, 'name')).toBe(false);
  expect(seen.takeFresh(after, 'hours')).toBe(false);
});

test('own edits are no news, made, sent or taken back', () => {
  const edited = row({ name: 'Mine' }, { name: { before: 'Quay' } });
  expect(changedCells(row({ name: 'Quay' }), edited)).toEqual([]);
  expect(changedCells(edited, row({ name: 'Mine!' }))).toEqual([]);
});

test('a reference that stays is the same, and a column that was not read before is no change', () => {
  const before = row({ project: { id: '1', label: 'Quay' } });
  expect(changedCells(before, row({ project: { id: '1', label: 'Quay' }, hours: 2 }))).toEqual([]);
  expect(changedCells(before, row({ project: { id: '2', label: 'Mill' } }))).toEqual(['project']);
});

test('another row at the same place is no change', () => {
  const seen = new SeenRows();
  seen.note([row({ name: 'Quay' })]);
  const other = { ...row({ name: 'Mill' }), key: 'b' };
  seen.note([other]);
  expect(seen.takeFresh(other, 'name')).toBe(false);
});
