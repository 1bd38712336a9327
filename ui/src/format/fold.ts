// Where typed text is found in a text. Both are compared without case and accents, as the core
// compares them; what is marked is the text as it stands.

/** From the first sign to the one after the last. */
export type Hit = [from: number, to: number];

/** Letters whose stroke or ligature is no accent to Unicode. */
const spelled: Record<string, string> = {
  ß: 'ss',
  ẞ: 'ss',
  æ: 'ae',
  Æ: 'ae',
  œ: 'oe',
  Œ: 'oe',
  ø: 'o',
  Ø: 'o',
  đ: 'd',
  Đ: 'd',
  ð: 'd',
  ł: 'l',
  Ł: 'l',
  ı: 'i',
  þ: 'th',
  Þ: 'th',
};

const accents: [number, number][] = [
  [0x300, 0x36f],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x20d0, 0x20ff],
  [0xfe20, 0xfe2f],
];

function isAccent(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  return accents.some(([from, to]) => code >= from && code <= to);
}

export function fold(text: string): string {
  return [...text.normalize('NFKD')]
    .map((letter) => (Object.hasOwn(spelled, letter) ? spelled[letter] : letter.toLowerCase()))
    .join('')
    .replace(/./gsu, (letter) => (isAccent(letter) ? '' : letter));
}

/** Whether the typed text stands somewhere in `text`; nothing typed stands everywhere. */
export const has = (text: string, typed: string): boolean =>
  fold(text).includes(fold(typed.trim()));

/** The words of a search, each of which a row has somewhere. */
export const termsOf = (search: string): string[] => fold(search).split(/\s+/).filter(Boolean);

/** Where the terms stand in `text`, in order; hits that touch are one. */
export function hitsOf(text: string, terms: string[]): Hit[] {
  if (terms.length === 0 || text === '') return [];
  const { folded, places } = withPlaces(text);
  const found: Hit[] = [];
  for (const term of terms) {
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length))
      found.push([places[at] ?? 0, places[at + term.length] ?? text.length]);
  }
  found.sort((a, b) => a[0] - b[0]);
  return found.reduce<Hit[]>((joined, [from, to]) => {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
    return joined;
  }, []);
}

/** The folded text, and for each of its signs (and its end) where its letter starts in `text`. */
export function withPlaces(text: string): { folded: string; places: number[] } {
  let folded = '';
  const places: number[] = [];
  let at = 0;
  let start = 0;
  for (const letter of text) {
    const plain = fold(letter);
    // An accent of its own belongs to the letter before it.
    if (plain !== '') start = at;
    for (let i = 0; i < plain.length; i += 1) places.push(start);
    folded += plain;
    at += letter.length;
  }
  places.push(text.length);
  return { folded, places: ends(places, text) };
}

/** A hit that ends inside a letter, such as the first half of "ß", ends behind that letter. */
function ends(places: number[], text: string): number[] {
  return places.map((place, at) =>
    at > 0 && places[at - 1] === place ? after(place, text) : place,
  );
}

const after = (place: number, text: string): number =>
  place + String.fromCodePoint(text.codePointAt(place) ?? 0).length;
