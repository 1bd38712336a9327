// A list of texts as lines, and what is to be told of them.

const isEmpty = (line: string): boolean => line.trim() === '';

/** Lines that a box holds at a time. */
export const PAGE = 1000;

/** The entries among lines, as they are. */
export const toLines = (lines: readonly string[]): string[] =>
  lines.filter((line) => !isEmpty(line));

export const pageOf = (lines: readonly string[], page: number): string[] =>
  lines.slice(page * PAGE, (page + 1) * PAGE);

/** The whole with other lines in the place of a page. */
export const withPage = (
  lines: readonly string[],
  page: number,
  others: readonly string[],
): string[] => [...lines.slice(0, page * PAGE), ...others, ...lines.slice((page + 1) * PAGE)];

export interface LineCounts {
  entries: number;
  /** Between entries and around them; the one that an empty box or a last line break makes is none. */
  empty: number;
  /** Entries that stand there before already. */
  duplicates: number;
}

export function countLines(lines: readonly string[]): LineCounts {
  const seen = new Set<string>();
  let empty = 0;
  let entries = 0;
  for (const line of lines) {
    if (isEmpty(line)) {
      empty += 1;
      continue;
    }
    entries += 1;
    seen.add(line);
  }
  const last = lines.at(-1);
  if (last !== undefined && isEmpty(last)) empty -= 1;
  return { entries, empty, duplicates: entries - seen.size };
}

/** The first of each, in their order. */
export const once = (lines: readonly string[]): string[] => [...new Set(lines)];

export interface Hit {
  line: number;
  column: number;
  length: number;
}

/** Where `sought` stands in the lines, whatever the case; the first place in each. */
export function hits(lines: readonly string[], sought: string): Hit[] {
  const what = sought.toLowerCase();
  return lines.flatMap((text, line) => {
    const column = text.toLowerCase().indexOf(what);
    return column < 0 ? [] : [{ line, column, length: what.length }];
  });
}
