import { expect, test } from 'vitest';
import { editBlock, fromCells, fromTexts, leftOut, pasteBox, withChanges } from './blockEdit';
import type { GridColumn, GridRow } from './types';

const name = column('name', (text) => ({ value: text }));
const hours = column('hours', (text) =>
  Number.isNaN(Number(text)) ? { problem: 'Enter a number.' } : { value: Number(text) },
);
const amount = { ...hours, id: 'amount', title: 'amount', readOnly: true };
const columns = [name, hours, amount];
const size = { rows: 100, columns: 3 };

test('pasted cells become changes, once per cell that differs', () => {
  const box = { top: 7, bottom: 8, left: 0, right: 1 };
  const edit = editBlock(
    box,
    [row('a', 'Ann', 1), row('b', 'Bo', 2)],
    columns,
    fromTexts([
      ['Ann', '5'],
      ['Cy', '2'],
    ]),
  );
  expect(edit.changes).toEqual([
    { rowKey: 'a', rowIndex: 7, columnId: 'hours', value: 5 },
    { rowKey: 'b', rowIndex: 8, columnId: 'name', value: 'Cy' },
  ]);
  expect(leftOut(edit)).toBeUndefined();
});

test('what cannot be written is left out, what is not understood is kept as it is, and both are said', () => {
  const box = { top: 0, bottom: 1, left: 1, right: 2 };
  const rows = [row('a', 'Ann', 1), { ...row('b', 'Bo', 2), mark: 'deleted' as const }];
  const edit = editBlock(box, rows, columns, fromTexts([['much', '9']]));
  expect(edit.changes).toEqual([{ rowKey: 'a', rowIndex: 0, columnId: 'hours', value: 'much', problem: 'Enter a number.' }]);
  expect(leftOut(edit)).toBe(
    '3 cells cannot be edited and were left out. 1 cell is marked, because it was not understood. hours: Enter a number.',
  );
});

test('a row shows what was written into it, what it held before, and what was not understood', () => {
  const held = { ...row('a', 'Ann', 1), problems: { name: 'Too long.' } };
  const written = withChanges(held, [
    { rowKey: 'a', rowIndex: 0, columnId: 'name', value: 'Bo' },
    { rowKey: 'a', rowIndex: 0, columnId: 'hours', value: 'much', problem: 'Enter a number.' },
  ]);
  expect(written.mark).toBe('edited');
  expect(written.cells).toMatchObject({ name: 'Bo', hours: 'much' });
  expect(written.edits).toEqual({ name: { before: 'Ann' }, hours: { before: 1 } });
  expect(written.problems).toEqual({ hours: 'Enter a number.' });
  expect(withChanges({ ...written, mark: 'new' }, []).mark).toBe('new');
  expect(held.cells['name']).toBe('Ann');
});

test('a text is read against what its cell held', () => {
  const start = column('name', (text, held) => ({ value: `${text} after ${String(held)}` }));
  const box = { top: 0, bottom: 1, left: 0, right: 0 };
  const rows = [row('a', 'x', 1), row('b', 'y', 2)];
  const edit = editBlock(box, rows, [start], fromTexts([['p']]));
  expect(edit.changes.map((change) => change.value)).toEqual(['p after x', 'p after y']);
});

test('one pasted cell fills the range, a block starts at its first cell', () => {
  const range = { top: 2, bottom: 5, left: 0, right: 0 };
  expect(pasteBox(range, [['x']], size)).toEqual(range);
  expect(pasteBox(range, [['x'], ['y']], size)).toEqual(range);
  expect(
    pasteBox(
      range,
      [
        ['x', 'y'],
        ['z', 'w'],
        ['u', 'v'],
      ],
      size,
    ),
  ).toEqual({ top: 2, bottom: 4, left: 0, right: 1 });
});

test('a paste ends at the last row and column', () => {
  const range = { top: 99, bottom: 99, left: 2, right: 2 };
  expect(
    pasteBox(
      range,
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      size,
    ),
  ).toEqual(range);
});

test('a fill repeats its rows in step, downwards and upwards', () => {
  const sources = [row('s', 'one', 1), row('t', 'two', 2)];
  const from = { top: 10, bottom: 11, left: 0, right: 0 };
  const targets = [row('a', '', 0), row('b', '', 0), row('c', '', 0)];
  const names = (to: typeof from) =>
    editBlock(to, targets, columns, fromCells(sources, from, to, columns)).changes.map(
      (change) => change.value,
    );
  expect(names({ ...from, top: 12, bottom: 14 })).toEqual(['one', 'two', 'one']);
  expect(names({ ...from, top: 7, bottom: 9 })).toEqual(['two', 'one', 'two']);
});

test('a fill into another column goes through its text', () => {
  const from = { top: 0, bottom: 0, left: 0, right: 0 };
  const to = { ...from, left: 1, right: 1 };
  const edit = editBlock(
    to,
    [row('a', '12', 1)],
    columns,
    fromCells([row('a', '12', 1)], from, to, columns),
  );
  expect(edit.changes[0]?.value).toBe(12);
});

function column(id: string, parse: GridColumn['parse']): GridColumn {
  return {
    id,
    title: id,
    width: 100,
    align: 'start',
    readOnly: false,
    sortable: true,
    format: String,
    parse,
    editor: { kind: 'text' },
  };
}

function row(key: string, ...values: unknown[]): GridRow {
  const cells = Object.fromEntries(
    ['name', 'hours', 'amount'].map((id, at) => [id, values[at]]),
  );
  return { key, cells };
}
