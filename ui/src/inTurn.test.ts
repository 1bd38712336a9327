import { expect, it } from 'vitest';
import { inTurn } from './inTurn';

it('a write waits for the one before it of the same subject, also where that failed', async () => {
  const done: string[] = [];
  let fail: (thrown: Error) => void = () => undefined;
  const first = inTurn('one', () => new Promise((_, reject) => (fail = reject)));
  const second = inTurn('one', () => Promise.resolve(done.push('second')));
  await inTurn('other', () => Promise.resolve(done.push('other')));
  expect(done).toEqual(['other']);
  fail(new Error('full'));
  await expect(first).rejects.toThrow('full');
  await second;
  expect(done).toEqual(['other', 'second']);
});
