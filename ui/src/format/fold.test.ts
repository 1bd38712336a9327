import { expect, test } from 'vitest';
import { fold, has, hitsOf, termsOf } from './fold';

const marked = (text: string, search: string) =>
  hitsOf(text, termsOf(search)).map(([from, to]) => text.slice(from, to));

test('texts are folded as the core folds them', () => {
  for (const [text, folded] of [
    ['Müller', 'muller'],
    ['Straße', 'strasse'],
    ['Ångström', 'angstrom'],
    ['İstanbul', 'istanbul'],
    ['Łódź', 'lodz'],
    ['ÆRØ', 'aero'],
    ['Ωμέγα', 'ωμεγα'],
    ['東京', '東京'],
  ] as const)
    expect(fold(text)).toBe(folded);
});

test('typed text is found whatever its case, its accents and the space around it', () => {
  expect(has('Projet à échéance', ' Echeance')).toBe(true);
  expect(has('Große Straße', 'STRASSE')).toBe(true);
  expect(has('Project', 'projet')).toBe(false);
  expect(has('Project', ' ')).toBe(true);
});

test('parts of words are marked whatever their case and accents', () => {
  expect(marked('Café Müller, cafeteria', 'CAFE')).toEqual(['Café', 'cafe']);
  expect(marked('Riverside Library', 'versi')).toEqual(['versi']);
  expect(marked('Riverside Library', 'quay')).toEqual([]);
});

test('each word of a search is marked, and hits that touch are one', () => {
  expect(marked('Tomas Lindqvist', 'lind tom')).toEqual(['Tom', 'Lind']);
  expect(marked('abcdef', 'bc cd')).toEqual(['bcd']);
  expect(marked('aaaa', 'aa')).toEqual(['aaaa']);
});

test('the text keeps its letters where folding makes them longer or shorter', () => {
  expect(marked('Große Straße 5', 'strasse')).toEqual(['Straße']);
  expect(marked('Straße', 'stras')).toEqual(['Straß']);
  expect(marked('Cafe\u0301 x', 'cafe')).toEqual(['Cafe\u0301']);
  expect(marked('Café 🙂 bar', 'bar')).toEqual(['bar']);
});

test('nothing is marked without a search', () => {
  expect(marked('a b', ' ')).toEqual([]);
  expect(marked('', 'a')).toEqual([]);
});
