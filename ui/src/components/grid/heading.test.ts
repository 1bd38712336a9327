import { expect, test } from 'vitest';
import { Heading } from './heading';

test('a scroll goes on as it came', () => {
  const heading = new Heading();
  heading.movedIn(40, 0, 1000);
  expect(heading.movedIn(40, 100, 1020)).toBe(200);
  expect(heading.movedIn(40, 80, 1040)).toBe(-40);
});

test('a view that stood before goes nowhere', () => {
  const heading = new Heading();
  expect(heading.movedIn(40, 5000, 1000)).toBe(0);
  expect(heading.movedIn(40, 6000, 2000)).toBe(0);
});
