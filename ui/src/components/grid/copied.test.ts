import { expect, test } from 'vitest';
import { copied, toCsv, toHtml } from './copied';
import type { GridColumn } from './types';

const column = (id: string, format: (value: unknown) => string = String): GridColumn => ({
  id,
  title: id.toUpperCase(),
  width: 100,
  align: 'start',
  readOnly: false,
  sortable: true,
  format,
  parse: (text) => ({ value: text }),
  editor: { kind: 'text' },
});
const columns = [column('name'), column('hours', (value) => Number(value).toFixed(2))];
const rows = [
  { key: '1', cells: { name: 'Ann, "Bo"', hours: 2.5, hidden: 'x' } },
  { key: '2', cells: { name: 'two\nlines', hours: 3 } },
];

test('CSV has a header, quotes what needs it and ends its lines as RFC 4180 says', () => {
  expect(copied('csv', columns, rows)).toEqual({
    'text/plain': 'NAME,HOURS\r\n"Ann, ""Bo""",2.50\r\n"two\nlines",3.00\r\n',
  });
  expect(toCsv([[' a', 'b c', '']])).toBe('" a",b c,\r\n');
});

test('text is tab separated and has the cells alone', () => {
  expect(copied('text', columns, rows)).toEqual({
    'text/plain': 'Ann, "Bo"\t2.50\n"two\nlines"\t3.00',
  });
});

test('a table is HTML with a header beside the text', () => {
  const table = copied('table', columns, rows);
  expect(table['text/plain']).toBe('NAME\tHOURS\nAnn, "Bo"\t2.50\n"two\nlines"\t3.00');
  expect(table['text/html']).toContain('<thead><tr><th>NAME</th><th>HOURS</th></tr></thead>');
  expect(table['text/html']).toContain('<td>two<br>lines</td>');
});

test('what looks like HTML stays text', () => {
  expect(toHtml(['a'], [['<img src=x> & <b>']])).toContain(
    '<td>&lt;img src=x&gt; &amp; &lt;b&gt;</td>',
  );
});
