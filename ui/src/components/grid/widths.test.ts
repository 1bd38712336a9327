import { expect, test } from 'vitest';
import type { GridColumn } from './types';
import { widthFor } from './widths';

const measure = (text: string) => text.length * 10;
const column: GridColumn = {
  id: 'name',
  title: 'Name',
  width: 100,
  align: 'start',
  readOnly: false,
  sortable: true,
  format: String,
  parse: (text) => ({ value: text }),
  editor: { kind: 'text' },
};
const rows = (...names: string[]) => names.map((name) => ({ key: name, cells: { name } }));

test('a column is as wide as what its rows hold', () => {
  expect(widthFor(column, rows('Riverside Library', 'Quay'), measure, 400)).toBe(188);
});

test('one long name in many does not widen it', () => {
  const many = rows(...new Array<string>(19).fill('Riverside'), 'x'.repeat(90));
  expect(widthFor(column, many, measure, 400)).toBe(108);
  expect(widthFor(column, many, measure, 2000, 0)).toBe(918);
});

test('it is never narrower than its title and never wider than its limit', () => {
  expect(widthFor({ ...column, title: 'Bill rate' }, rows('1'), measure, 400)).toBe(124);
  expect(widthFor(column, rows('x'.repeat(90)), measure, 240)).toBe(240);
});

test('the longest date fits, whatever dates the first rows hold', () => {
  const dated = { ...column, longest: '28 Sept 2026' };
  expect(widthFor(dated, rows('1 May 2026'), measure, 400)).toBe(138);
});

test('rows that were not read say nothing', () => {
  expect(widthFor(column, [{ key: 'a', cells: {} }], measure, 400)).toBeUndefined();
});
