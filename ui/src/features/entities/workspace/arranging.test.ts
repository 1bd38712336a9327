import { expect, it } from 'vitest';
import { inOrder, withMove, withPin, withWidth, without } from './arranging';

const held = { columns: ['a', 'b', 'c', 'd'], layout: {} };

it('what is pinned stands first, in its own order', () => {
  const both = withPin(withPin(held, 'c', true), 'a', true);
  expect(inOrder(both)).toEqual(['c', 'a', 'b', 'd']);
  expect(inOrder(withPin(both, 'c', false))).toEqual(['a', 'c', 'b', 'd']);
});

it('a column moves among those that are pinned as it is', () => {
  const pinned = withPin(held, 'a', true);
  expect(withMove(pinned, 'b', 1).columns).toEqual(['a', 'c', 'b', 'd']);
  expect(withMove(pinned, 'b', -1)).toBe(pinned);
  expect(withMove(pinned, 'd', 1)).toBe(pinned);
});

it('hiding leaves one column and keeps how the others were left', () => {
  const sized = withWidth(held, 'b', 240);
  expect(without(sized, 'a')).toEqual({ columns: ['b', 'c', 'd'], layout: { b: { width: 240 } } });
  const one = { columns: ['a'], layout: {} };
  expect(without(one, 'a')).toBe(one);
});

it('a field with a name of the language itself is a field like others', () => {
  expect(inOrder({ columns: ['constructor', 'a'], layout: {} })).toEqual(['constructor', 'a']);
});
