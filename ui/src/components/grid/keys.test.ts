import { expect, test } from 'vitest';
import { gridKey } from './keys';

const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
const shift = { ...none, shiftKey: true };
const ctrl = { ...none, ctrlKey: true };

test('the keyboard of the grid', () => {
  expect(gridKey({ ...shift, key: 'ArrowDown' })).toEqual({
    does: 'extend',
    to: 'down',
    toEdge: false,
  });
  expect(gridKey({ ...shift, ctrlKey: true, key: 'ArrowUp' })).toEqual({
    does: 'extend',
    to: 'up',
    toEdge: true,
  });
  expect(gridKey({ ...shift, key: ' ' })).toEqual({ does: 'tick' });
  expect(gridKey({ ...ctrl, key: 'a' })).toEqual({ does: 'tick-all' });
  expect(gridKey({ ...none, metaKey: true, key: 'd' })).toEqual({ does: 'fill-down' });
  expect(gridKey({ ...none, key: 'Delete' })).toEqual({ does: 'delete' });
  expect(gridKey({ ...none, key: 'F2' })).toEqual({ does: 'open' });
  expect(gridKey({ ...ctrl, key: 'End' })).toEqual({ does: 'go', to: ['down', 'right'] });
});

test('keys of the window and of typing pass through', () => {
  for (const key of ['s', 'k', 'c', 'v', 'z', 'Enter'])
    expect(gridKey({ ...ctrl, key })).toBeUndefined();
  for (const key of ['a', 'd', '7', 'ArrowDown', 'Tab', 'PageDown', 'F8'])
    expect(gridKey({ ...none, key })).toBeUndefined();
  expect(gridKey({ ...shift, ctrlKey: true, key: 'A' })).toBeUndefined();
  expect(gridKey({ ...none, altKey: true, key: 'ArrowDown' })).toBeUndefined();
});
