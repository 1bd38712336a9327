// How typed text finds a name, and which part of the name it is.

import { fold, termsOf, withPlaces } from '../../format/fold';

/** The start of a word before the middle of one. */
function placeOf(word: string, name: string): number {
  if (name.startsWith(word)) return 0;
  const start = name.search(new RegExp(`[^\\p{L}\\p{N}]${escaped(word)}`, 'u'));
  return start < 0 ? name.indexOf(word) : start + 1;
}
const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** How well a name fits, less is better; nothing where it does not. */
export function rank(typed: string, label: string, detail = ''): number | undefined {
  const name = fold(label);
  const more = fold(detail);
  let worst = 0;
  for (const word of termsOf(typed)) {
    const at = placeOf(word, name);
    if (at < 0 && !more.includes(word)) return undefined;
    const isStart = at === 0 || (at > 0 && !/[\p{L}\p{N}]/u.test(name[at - 1] ?? ''));
    worst = Math.max(worst, at === 0 ? 0 : at < 0 ? 3 : isStart ? 1 : 2);
  }
  return worst;
}

export interface Part {
  text: string;
  hit: boolean;
}

/** A name in parts, those that were typed marked. */
export function partsOf(typed: string, label: string): Part[] {
  const { folded, places } = withPlaces(label);
  const marks = Array.from({ length: label.length }, () => false);
  for (const word of termsOf(typed)) {
    const at = placeOf(word, folded);
    if (at >= 0) marks.fill(true, places[at], places[at + word.length]);
  }
  const parts: Part[] = [];
  [...marks.keys()].forEach((at) => {
    const hit = marks[at] === true;
    const last = parts.at(-1);
    if (last?.hit === hit) last.text += label[at];
    else parts.push({ text: label[at] ?? '', hit });
  });
  return parts;
}
