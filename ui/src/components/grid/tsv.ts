// Cells as tab-separated text, the way spreadsheets put it on the clipboard:
// a cell holding a tab, a line break or a leading quote is quoted, quotes in it are doubled.

export function toTsv(rows: string[][]): string {
  return rows.map((cells) => cells.map(quoted).join('\t')).join('\n');
}

export function fromTsv(text: string): string[][] {
  const rows: string[][] = [];
  let cells: string[] = [];
  let at = 0;
  while (at < text.length) {
    const cell = readCell(text, at);
    cells.push(cell.text);
    at = cell.end;
    if (text[at] === '\t') {
      at += 1;
      if (at === text.length) cells.push('');
      continue;
    }
    // What ends a cell otherwise is a line break or the end of the text.
    at += text.startsWith('\r\n', at) ? 2 : 1;
    rows.push(cells);
    cells = [];
  }
  if (cells.length > 0) rows.push(cells);
  return rows;
}

function quoted(cell: string): string {
  return /[\t\r\n]|^"/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Looks where it stands, so that a long text is not cut again for each cell. */
const quotedCell = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)/y;

function readCell(text: string, start: number): { text: string; end: number } {
  if (text[start] === '"') {
    quotedCell.lastIndex = start;
    const closed = quotedCell.exec(text);
    if (closed) return { text: (closed[1] ?? '').replaceAll('""', '"'), end: quotedCell.lastIndex };
  }
  let end = start;
  while (end < text.length && text[end] !== '\t' && text[end] !== '\n' && text[end] !== '\r')
    end += 1;
  return { text: text.slice(start, end), end };
}
