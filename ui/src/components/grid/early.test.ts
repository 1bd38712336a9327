import { expect, test } from 'vitest';
import { EarlyReads } from './early';
import type { GridRow } from './types';
import { WindowQueue } from './windowQueue';

const row = (key: string): GridRow => ({ key, cells: {} });

test('a window is read once, whether its rows or the question for them come first', async () => {
  const { reads, asked, answer } = source();
  reads.read([
    { offset: 0, limit: 2 },
    { offset: 2, limit: 2 },
  ]);
  const before = request(0);
  reads.ask(before);
  await answer(0, [row('a'), row('b'), row('c'), row('d')]);
  const after = request(2);
  reads.ask(after);
  expect(asked).toEqual([[0, 4]]);
  expect([before.got, after.got]).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
});

test('what is asked for or read already is not read early', async () => {
  const { reads, asked, answer } = source();
  const own = request(0);
  reads.ask(own);
  reads.read([{ offset: 0, limit: 2 }]);
  await answer(0, [row('a'), row('b')]);
  expect(asked).toEqual([[0, 2]]);
  expect(own.got).toEqual(['a', 'b']);
});

test('a window that could not be read early says so to who asks for it', async () => {
  const { reads, fail } = source();
  reads.read([{ offset: 0, limit: 2 }]);
  await fail(0);
  const late = request(0);
  reads.ask(late);
  expect(late.failures).toBe(1);
});

test('rows of a former question are handed to nobody', async () => {
  const { reads, asked, answer } = source();
  reads.read([{ offset: 0, limit: 2 }]);
  reads.clear();
  const next = request(0);
  reads.ask(next);
  await answer(0, [row('old'), row('old')]);
  expect(next.got).toEqual([]);
  await answer(0, [row('new'), row('new')]);
  expect(asked).toEqual([
    [0, 2],
    [0, 2],
  ]);
  expect(next.got).toEqual(['new', 'new']);
});

function request(offset: number) {
  return {
    offset,
    limit: 2,
    got: [] as string[],
    failures: 0,
    done(rows: GridRow[]) {
      this.got.push(...rows.map(({ key }) => key));
    },
    failed() {
      this.failures += 1;
    },
  };
}

/** Reads that the test answers, of one place the oldest first. */
function source() {
  const asked: [offset: number, limit: number][] = [];
  const open: { offset: number; resolve(rows: GridRow[]): void; reject(error: Error): void }[] = [];
  const load = (offset: number, limit: number) => {
    asked.push([offset, limit]);
    return new Promise<GridRow[]>((resolve, reject) => open.push({ offset, resolve, reject }));
  };
  const taken = (offset: number) => {
    const at = open.findIndex((one) => one.offset === offset);
    return open.splice(at, 1)[0];
  };
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
  const queue = new WindowQueue(load, () => new Set());
  queue.see(0, 3);
  return {
    reads: new EarlyReads(queue),
    asked,
    answer: (offset: number, rows: GridRow[]) => (taken(offset)?.resolve(rows), settled()),
    fail: (offset: number) => (taken(offset)?.reject(new Error('no')), settled()),
  };
}
