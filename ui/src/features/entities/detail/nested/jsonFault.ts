// Why a text is not JSON (RFC 8259), and where. Web views word and place this each in their own way, some not at all.

export type JsonFault =
  | 'end'
  | 'rest'
  | 'value'
  | 'name'
  | 'twice'
  | 'colon'
  | 'commaOrBrace'
  | 'commaOrBracket'
  | 'text'
  | 'digits'
  | 'range'
  | 'depth';

export interface FoundFault {
  fault: JsonFault;
  line: number;
  column: number;
}

class Fault extends Error {
  constructor(
    readonly fault: JsonFault,
    readonly at: number,
  ) {
    super(fault);
  }
}

const SPACE = /[ \t\n\r]*/y;
// eslint-disable-next-line no-control-regex -- RFC 8259 §7: control characters must be escaped
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Lists and objects in one another: what the core reads, less those around a value on its way there. */
const DEPTH = 100;
const WORD = /true|false|null/y;

/** The first thing in `text` that keeps it from being JSON, or from being kept exactly. */
export function jsonFault(text: string): FoundFault | undefined {
  try {
    const end = space(text, value(text, space(text, 0), 0));
    if (end < text.length) throw new Fault('rest', end);
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    const before = text.slice(0, thrown.at).split('\n');
    return {
      fault: thrown.at >= text.length ? 'end' : thrown.fault,
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
    };
  }
}

function take(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

const space = (text: string, at: number): number => at + (take(SPACE, text, at)?.length ?? 0);

function value(text: string, at: number, depth: number): number {
  const first = text[at];
  if (first === '{' || first === '[') {
    if (depth === DEPTH) throw new Fault('depth', at);
    return first === '{' ? object(text, at, depth + 1) : array(text, at, depth + 1);
  }
  if (first === '"') return string(text, at, 'text');
  const number = take(NUMBER, text, at);
  if (number !== undefined) {
    if (!isInRange(number)) throw new Fault('range', at);
    if (!isExact(number)) throw new Fault('digits', at);
    return at + number.length;
  }
  const word = take(WORD, text, at);
  if (word === undefined) throw new Fault('value', at);
  return at + word.length;
}

function string(text: string, at: number, fault: JsonFault): number {
  const found = take(TEXT, text, at);
  if (found === undefined) throw new Fault(text[at] === '"' ? 'text' : fault, at);
  return at + found.length;
}

function object(text: string, open: number, depth: number): number {
  let at = space(text, open + 1);
  if (text[at] === '}') return at + 1;
  const names = new Set<string>();
  for (;;) {
    const end = string(text, at, 'name');
    const name = text.slice(at, end);
    if (names.has(name)) throw new Fault('twice', at);
    names.add(name);
    at = space(text, end);
    if (text[at] !== ':') throw new Fault('colon', at);
    at = space(text, value(text, space(text, at + 1), depth));
    if (text[at] === '}') return at + 1;
    if (text[at] !== ',') throw new Fault('commaOrBrace', at);
    at = space(text, at + 1);
  }
}

function array(text: string, open: number, depth: number): number {
  let at = space(text, open + 1);
  if (text[at] === ']') return at + 1;
  for (;;) {
    at = space(text, value(text, at, depth));
    if (text[at] === ']') return at + 1;
    if (text[at] !== ',') throw new Fault('commaOrBracket', at);
    at = space(text, at + 1);
  }
}

/** Whether a double keeps every digit that was written. */
function isExact(number: string): boolean {
  const digits = number
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '');
  return digits.length <= 15 || Number.isSafeInteger(Number(number));
}

/** The smallest number that a double keeps with all its digits. */
const SMALLEST = 2 ** -1022;

function isInRange(number: string): boolean {
  const size = Math.abs(Number(number));
  const isZero = /^-?[0.]*(?:[eE]|$)/.test(number);
  return isZero || (size >= SMALLEST && size < Infinity);
}
