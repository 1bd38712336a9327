// The lines of a pretty-printed record in parts that are drawn one by one, with those marked that an edit changed.

export interface JsonPart {
  /** Whole lines. */
  text: string;
  lines: number;
  isChanged: boolean;
}

/** So many lines are laid out together, when they come into sight. */
const LINES_AT_MOST = 200;
const MEMBER = /^ {2}"(?:[^"\\]|\\.)*":/;

/** The lines of each member of the record, by its name; what is around them has none. */
function members(lines: string[]): { name: string; lines: string[] }[] {
  const found: { name: string; lines: string[] }[] = [];
  for (const line of lines) {
    const name = MEMBER.exec(line)?.[0];
    const last = found.at(-1);
    if (name !== undefined) found.push({ name, lines: [line] });
    else if (last && line.startsWith('  ')) last.lines.push(line);
    else found.push({ name: '', lines: [line] });
  }
  return found;
}

const bare = (line: string): string => line.replace(/,$/, '');

/** `text` in parts; a line is changed where the same member of `other` does not have it. */
export function jsonParts(text: string, other: string): JsonPart[] {
  const others = new Map(members(other.split('\n')).map(({ name, lines }) => [name, lines]));
  const parts: JsonPart[] = [];
  const put = (line: string, isChanged: boolean) => {
    const last = parts.at(-1);
    if (last?.isChanged === isChanged && last.lines < LINES_AT_MOST) {
      last.text += `\n${line}`;
      last.lines += 1;
    } else parts.push({ text: line, lines: 1, isChanged });
  };
  for (const { name, lines } of members(text.split('\n'))) {
    const theirs = others.get(name);
    const same = new Set(theirs?.map(bare));
    for (const line of lines) put(line, other !== '' && name !== '' && !same.has(bare(line)));
  }
  return parts;
}
