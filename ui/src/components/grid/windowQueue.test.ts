import { expect, test } from 'vitest';
import type { GridRow } from './types';
import { WindowQueue } from './windowQueue';

test('windows nearest to the view are read first, few at a time', async () => {
  const reads = source();
  const queue = new WindowQueue(reads.load, { parallel: 1, reach: 1000, waiting: 10 });
  queue.see(500, 540);
  for (const offset of [500, 0, 800]) queue.ask(request(offset));
  await reads.answer(500);
  await reads.answer(800);
  await reads.answer(0);
  expect(reads.order).toEqual([500, 800, 0]);
});

test('a window out of reach is given up, and its late answer ignored', async () => {
  const reads = source();
  const queue = new WindowQueue(reads.load, { parallel: 1, reach: 200, waiting: 10 });
  const first = request(0);
  queue.see(0, 40);
  queue.ask(first);
  queue.see(5000, 5040);
  expect(reads.aborted).toEqual([0]);
  await reads.answer(0);
  expect(first.got).toBe(0);
});

test('a window that comes into sight does not wait for one that is read ahead', async () => {
  const reads = source();
  const queue = new WindowQueue(reads.load, { parallel: 1, reach: 1000, waiting: 10 });
  queue.see(0, 40);
  const ahead = request(400);
  queue.ask(ahead);
  const seen = request(0);
  queue.ask(seen);
  expect(reads.aborted).toEqual([400]);
  await reads.answer(0);
  await reads.answer(400);
  expect([reads.order, seen.got, ahead.got]).toEqual([[400, 0, 400], 1, 1]);
});

test('a window given up is read when the view comes back', async () => {
  const reads = source();
  const queue = new WindowQueue(reads.load, { parallel: 1, reach: 200, waiting: 10 });
  const first = request(0);
  queue.ask(first);
  queue.see(5000, 5040);
  queue.see(0, 40);
  await reads.answer(0);
  expect(reads.order).toEqual([0, 0]);
  expect(first.got).toBe(1);
});

test('a newer request for a window replaces the older one', async () => {
  const reads = source();
  const queue = new WindowQueue(reads.load);
  const older = request(0);
  const newer = request(0);
  queue.ask(older);
  queue.ask(newer);
  await reads.answer(0);
  expect([older.got, newer.got]).toEqual([0, 1]);
});

test('a window that cannot be read says so and makes room for the next', async () => {
  const reads = source();
  const queue = new WindowQueue(reads.load, { parallel: 1, reach: 1000, waiting: 10 });
  const broken = request(0);
  const next = request(200);
  queue.ask(broken);
  queue.ask(next);
  await reads.fail(0);
  await reads.answer(200);
  expect([broken.failures, next.got]).toEqual([1, 1]);
});

test('requests that wait are bounded: the farthest is forgotten', () => {
  const reads = source();
  const queue = new WindowQueue(reads.load, { parallel: 1, reach: 100, waiting: 2 });
  queue.see(1_000_000, 1_000_040);
  for (const offset of [0, 10_000, 20_000]) queue.ask(request(offset));
  queue.see(0, 40);
  expect(reads.order).toEqual([]);
});

function request(offset: number) {
  return {
    offset,
    limit: 200,
    got: 0,
    failures: 0,
    done() {
      this.got += 1;
    },
    failed() {
      this.failures += 1;
    },
  };
}

function source() {
  const order: number[] = [];
  const aborted: number[] = [];
  const open = new Map<
    number,
    { resolve(rows: GridRow[]): void; reject(error: unknown): void }[]
  >();
  const settle = async (offset: number, how: 'resolve' | 'reject') => {
    for (const one of open.get(offset) ?? []) {
      if (how === 'resolve') one.resolve([]);
      else one.reject(new Error('no'));
    }
    open.delete(offset);
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return {
    order,
    aborted,
    load: (offset: number, _limit: number, signal: AbortSignal) => {
      order.push(offset);
      signal.addEventListener('abort', () => aborted.push(offset));
      return new Promise<GridRow[]>((resolve, reject) => {
        open.set(offset, [...(open.get(offset) ?? []), { resolve, reject }]);
      });
    },
    answer: (offset: number) => settle(offset, 'resolve'),
    fail: (offset: number) => settle(offset, 'reject'),
  };
}
