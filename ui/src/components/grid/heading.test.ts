import { expect, test } from 'vitest';
import { Heading } from './heading';

test('a scroll goes on as it came', () => {
  const heading = new Heading();
  heading.movedIn(40, 0, 1000);
  heading.movedIn(40, 100, 1020);
  expect(heading.movedIn(40, 220, 1040)).toBe(240);
});

test('a view that stood before goes nowhere', () => {
  const heading = new Heading();
  expect(heading.movedIn(40, 5000, 1000)).toBe(0);
  expect(heading.movedIn(40, 6000, 2000)).toBe(0);
});

test('where frames are slow it goes on by whole steps', () => {
  const heading = new Heading();
  heading.movedIn(40, 0, 1000);
  heading.movedIn(40, 100, 1200);
  expect(heading.movedIn(40, 200, 1900)).toBe(100);
  expect(heading.movedIn(300, 300, 2100)).toBe(200);
});

test('a view that leaps about, or turns, goes nowhere that could be read ahead of it', () => {
  const heading = new Heading();
  heading.movedIn(40, 0, 1000);
  expect(heading.movedIn(40, 90_000, 1020)).toBe(0);
  expect(heading.movedIn(40, 20_000, 1040)).toBe(0);
  expect(heading.movedIn(40, 19_000, 1060)).toBe(0);
  expect(heading.movedIn(40, 29_000, 1300)).toBe(0);
  expect(heading.movedIn(40, 39_000, 1540)).toBe(0);
});
