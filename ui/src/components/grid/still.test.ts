import { afterEach, expect, test } from 'vitest';
import { drawStill } from './still';
import type { GridColumn, GridRow } from './types';

const WIDTH = 300;
const HEIGHT = 100;

afterEach(() => document.body.replaceChildren());

test('as many rows and columns are drawn as there is room for', () => {
  const root = draw({ columns: [column('a'), column('b'), column('c'), column('d')], rows: rows(50) });
  // The two narrow columns take 56 pixels, the owner's 100 each.
  expect(headings(root)).toEqual(['A', 'B', 'C']);
  expect(drawnRows(root)).toHaveLength(4);
  expect(texts(drawnRows(root)[3])).toEqual(['a 3', 'b 3', 'c 3']);
});

test('columns stand side by side, the ticks before them', () => {
  const root = draw({ columns: [column('a'), { ...column('b'), width: 60 }, column('c')] });
  const lefts = [...root.querySelectorAll<HTMLElement>('.still-head')].map(({ style }) => style.left);
  expect(lefts).toEqual(['0px', '24px', '56px', '156px', '216px']);
});

test('marks, edits and hits are drawn as the grid draws them', () => {
  const edited: GridRow = {
    key: '1',
    cells: { a: 'Roof repair' },
    edits: { a: { before: 'Roof' } },
    mark: 'edited',
  };
  const root = draw({ columns: [column('a')], rows: [edited], search: 'REPAIR' });
  const cell = root.querySelector('.grid-edited');
  expect(cell?.querySelector('.grid-hit')?.textContent).toBe('repair');
  expect(cell?.textContent).toContain('unsent edit, was Roof');
  expect(root.querySelector('.grid-edge-cell .grid-words')?.textContent).toBe(
    'row with unsent edits',
  );
});

test('a sorted column says so', () => {
  const root = draw({
    columns: [column('a'), column('b')],
    sort: [{ columnId: 'b', direction: 'descending' }],
  });
  const sorted = [...root.querySelectorAll('.grid-head-sorted')].map((one) => one.textContent);
  expect(sorted).toEqual([expect.stringMatching(/^B\b/)]);
});

function draw(still: Partial<Parameters<typeof drawStill>[1]>): HTMLElement {
  const root = document.createElement('div');
  // Nothing is laid out here.
  Object.defineProperties(root, { clientWidth: { value: WIDTH }, clientHeight: { value: HEIGHT } });
  document.body.append(root);
  drawStill(root, { columns: [], rows: rows(1), rowCount: 50, rowHeight: 30, sort: [], ...still });
  return root;
}

function column(id: string): GridColumn {
  return {
    id,
    title: id.toUpperCase(),
    width: 100,
    align: 'start',
    editor: { kind: 'text' },
    readOnly: true,
    sortable: true,
    format: String,
    parse: (text: string) => ({ value: text }),
  };
}

const rows = (count: number): GridRow[] =>
  Array.from({ length: count }, (_, at) => ({
    key: String(at),
    cells: Object.fromEntries(['a', 'b', 'c', 'd'].map((id) => [id, `${id} ${at}`])),
  }));

const headings = (root: HTMLElement) =>
  [...root.querySelectorAll('.grid-head-title')].map((one) => one.textContent);
const drawnRows = (root: HTMLElement) => [...root.querySelectorAll('.still-row')];
const texts = (row: Element | undefined) =>
  [...(row?.querySelectorAll('.grid-value') ?? [])].map((one) => one.textContent);
