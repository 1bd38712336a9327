import { expect, it } from 'vitest';
import { listed, plural } from './plural';

it('a number has its whole sentence', () => {
  const sent = (n: number) => plural(n, '# change is sent', '# changes are sent');
  expect([0, 1, 2, 1200].map(sent)).toEqual([
    '0 changes are sent',
    '1 change is sent',
    '2 changes are sent',
    '1,200 changes are sent',
  ]);
});

it('a text in a sentence may hold what looks like a place for the number', () => {
  expect(plural(2, 'In $& #', 'In $& #')).toBe('In $& 2');
});

it('several are listed', () => {
  expect([['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['a', 'a and b', 'a, b and c']);
});
