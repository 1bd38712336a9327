import { expect, test } from 'vitest';
import { boxHolds, boxOf, extend, fillBox, rangeAt } from './range';

const size = { rows: 10, columns: 4 };

test('extending moves the head and leaves the anchor', () => {
  const once = extend(rangeAt(3, 1), 'down', false, size);
  const twice = extend(once, 'left', false, size);
  expect(twice).toEqual({ anchor: { row: 3, column: 1 }, head: { row: 4, column: 0 } });
  expect(boxOf(twice)).toEqual({ top: 3, bottom: 4, left: 0, right: 1 });
});

test('extending stops at the edge of the grid', () => {
  expect(extend(rangeAt(0, 0), 'up', false, size).head.row).toBe(0);
  expect(extend(rangeAt(9, 3), 'right', false, size).head.column).toBe(3);
  expect(extend(rangeAt(2, 0), 'down', true, size).head.row).toBe(9);
});

test('a box holds its edges', () => {
  const box = boxOf({ anchor: { row: 5, column: 3 }, head: { row: 2, column: 1 } });
  expect(boxHolds(box, 2, 1)).toBe(true);
  expect(boxHolds(box, 5, 3)).toBe(true);
  expect(boxHolds(box, 6, 3)).toBe(false);
});

test('a fill goes straight on, along the longer way', () => {
  const source = { top: 2, bottom: 3, left: 1, right: 1 };
  expect(fillBox(source, { row: 6, column: 2 })).toEqual({ top: 4, bottom: 6, left: 1, right: 1 });
  expect(fillBox(source, { row: 0, column: 1 })).toEqual({ top: 0, bottom: 1, left: 1, right: 1 });
  expect(fillBox(source, { row: 3, column: 3 })).toEqual({ top: 2, bottom: 3, left: 2, right: 3 });
  expect(fillBox(source, { row: 2, column: 1 })).toBeUndefined();
});
