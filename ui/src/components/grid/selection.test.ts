import { expect, test } from 'vitest';
import {
  everythingTicked,
  isTicked,
  nothingTicked,
  tickState,
  tickedCount,
  withTicks,
} from './selection';

test('rows are ticked and unticked', () => {
  const two = withTicks(nothingTicked, ['a', 'b'], true);
  expect(withTicks(two, ['a'], false)).toEqual({ kind: 'some', keys: ['b'] });
  expect(withTicks(two, ['b'], true)).toEqual({ kind: 'some', keys: ['a', 'b'] });
});

test('everything but one row stays a rule', () => {
  const rest = withTicks(everythingTicked, ['b'], false);
  expect(rest).toEqual({ kind: 'all', except: ['b'] });
  expect(isTicked(rest, 'never loaded')).toBe(true);
  expect(isTicked(rest, 'b')).toBe(false);
  expect(tickedCount(rest, 1_000_000)).toBe(999_999);
});

test('the header box shows none, some, all', () => {
  expect(tickState(nothingTicked, 5)).toBe('none');
  expect(tickState(withTicks(nothingTicked, ['a'], true), 5)).toBe('some');
  expect(tickState(everythingTicked, 5)).toBe('all');
  expect(tickState(everythingTicked, 0)).toBe('none');
});
