import { expect, it } from 'vitest';
import { ENTITY_TYPES } from '../../../ipc/fake/catalogue';
import { clicked, moved, sortSummary } from './sorting';

const type = ENTITY_TYPES.find((one) => one.name === 'TimeEntry')!;
const up = (field: string) => ({ field, descending: false });
const down = (field: string) => ({ field, descending: true });

it('says a sort as people say it, by what the column holds', () => {
  expect(sortSummary(type, [down('date')])).toBe('Date, newest first');
  expect(sortSummary(type, [up('description')])).toBe('Description, A to Z');
  expect(sortSummary(type, [down('actualHours'), up('date')])).toMatch(/, largest first \+1$/);
  expect(sortSummary(type, [])).toBe('Service’s order');
});

it('a click turns a sort around and then takes it away', () => {
  expect(clicked([], 'a', false)).toEqual([up('a')]);
  expect(clicked([up('a')], 'a', false)).toEqual([down('a')]);
  expect(clicked([down('a')], 'a', false)).toEqual([]);
  expect(clicked([up('a'), up('b')], 'c', false)).toEqual([up('c')]);
});

it('with Shift the other sorts stay where they are', () => {
  expect(clicked([up('a')], 'b', true)).toEqual([up('a'), up('b')]);
  expect(clicked([up('a'), up('b')], 'a', true)).toEqual([down('a'), up('b')]);
  expect(clicked([down('a'), up('b')], 'a', true)).toEqual([up('b')]);
});

it('moves one by one place and not beyond the ends', () => {
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
});
