// Copied cells in the forms that others read: tab-separated text, CSV (RFC 4180), an HTML table.

import { toTsv } from './tsv';
import type { CopyFormat, GridColumn, GridRow } from './types';

/** By media type, as they go on the clipboard. */
export type Copied = Record<string, string>;

export function copied(as: CopyFormat, columns: GridColumn[], rows: GridRow[]): Copied {
  const cells = rows.map((row) => columns.map((column) => column.format(row.cells[column.id])));
  const titles = columns.map((column) => column.title);
  switch (as) {
    case 'text':
      return { 'text/plain': toTsv(cells) };
    case 'csv':
      return { 'text/plain': toCsv([titles, ...cells]) };
    case 'table':
      return { 'text/plain': toTsv([titles, ...cells]), 'text/html': toHtml(titles, cells) };
  }
}

/** Lines end with CR LF; a cell with a comma, a quote, a line break or a blank at its ends is quoted. */
export function toCsv(rows: string[][]): string {
  return rows.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

export function toHtml(titles: string[], rows: string[][]): string {
  const head = titles.map((title) => `<th>${escaped(title)}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map(htmlCell).join('')}</tr>`).join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

const htmlCell = (cell: string): string => `<td>${escaped(cell).replace(/\r?\n/g, '<br>')}</td>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
