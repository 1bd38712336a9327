import { expect, it } from 'vitest';
import { jsonParts } from './jsonParts';

const pretty = (value: unknown) => JSON.stringify(value, null, 2);
const changed = (one: unknown, other: unknown) =>
  jsonParts(pretty(one), pretty(other))
    .filter((part) => part.isChanged)
    .map((part) => part.text.trim());

it('marks the lines that the other state does not have at the same member, a comma is none', () => {
  const held = { id: '1', hours: 6, list: [{ label: 'PO', value: 'A' }, 6], rate: 120 };
  const edited = { ...held, hours: 6.5, list: [{ label: 'PO', value: 'B' }, 6], memo: 'new' };
  expect(changed(edited, held)).toEqual(['"hours": 6.5,', '"value": "B"', '"memo": "new"']);
  expect(changed(held, edited)).toEqual(['"hours": 6,', '"value": "A"']);
  expect(changed(held, held)).toEqual([]);
});

it('a member of one name is not taken for a line of another', () => {
  expect(changed({ a: { x: 1 }, b: { x: 2 } }, { a: { x: 1 }, b: { x: 1 } })).toEqual(['"x": 2']);
});

it('without another state nothing is marked, and the parts are the text', () => {
  const text = pretty({ lines: Array.from({ length: 20_000 }, (_, at) => `line ${at}`) });
  const parts = jsonParts(text, '');
  expect(parts.map((part) => part.text).join('\n')).toBe(text);
  expect(parts.some((part) => part.isChanged)).toBe(false);
  expect(parts.length).toBeLessThan(200);
});
