// A list of texts as lines, and what is to be told of them.

const isEmpty = (line: string): boolean => line.trim() === '';

/** The entries of a text: its lines as they are, without the empty ones. */
export const toLines = (text: string): string[] =>
  text.split(/\r\n?|\n/).filter((line) => !isEmpty(line));

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

/** Where `sought` begins in `text`, whatever the case. */
export function hits(text: string, sought: string): number[] {
  const found: number[] = [];
  const inText = text.toLowerCase();
  const what = sought.toLowerCase();
  for (let at = inText.indexOf(what); at >= 0; at = inText.indexOf(what, at + what.length))
    found.push(at);
  return found;
}
