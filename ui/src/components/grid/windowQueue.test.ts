import { expect, test } from 'vitest';
import type { GridRow } from './types';
import { WindowQueue, type Limits } from './windowQueue';

test('windows nearest to the view are read first, few at a time', async () => {
  const reads = source();
  const queue = queueOf(reads, { parallel: 1, reach: 1000 });
  queue.see(500, 540);
  for (const offset of [500, 0, 800]) queue.ask(request(offset));
  await reads.answer(500);
  await reads.answer(800);
  await reads.answer(0);
  expect(reads.order).toEqual([500, 800, 0]);
});

test('a window out of reach is given up, and its late answer ignored', async () => {
  const reads = source();
  const queue = queueOf(reads, { parallel: 1, reach: 200 });
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
  const queue = queueOf(reads, { parallel: 1, most: 2, reach: 1000 });
  queue.see(0, 40);
  const ahead = request(400);
  queue.ask(ahead);
  const seen = request(0);
  queue.ask(seen);
  await reads.answer(0);
  await reads.answer(400);
  expect([reads.order, reads.aborted, seen.got, ahead.got]).toEqual([[400, 0], [], 1, 1]);
});

test('what was given up is waited for before ever more is read', async () => {
  const reads = source();
  const queue = queueOf(reads, { parallel: 1, most: 2, reach: 100 });
  for (const offset of [0, 10_000, 20_000]) {
    queue.see(offset, offset + 40);
    queue.ask(request(offset));
  }
  expect([reads.order, reads.aborted]).toEqual([
    [0, 10_000],
    [0, 10_000],
  ]);
  await reads.answer(0);
  expect(reads.order).toEqual([0, 10_000, 20_000]);
});

test('a window that the grid cannot draw takes no other with it', async () => {
  const reads = source();
  const queue = queueOf(reads, { parallel: 1, reach: 1000, joined: 400 });
  const problems: unknown[] = [];
  const broken = {
    ...request(400),
    done: () => {
      throw new Error('not drawn');
    },
  };
  const [busy, beside, later] = [request(200), request(600), request(9000)];
  for (const one of [busy, broken, beside, later]) queue.ask(one);
  const told = (problem: unknown) => problems.push(problem);
  process.once('uncaughtException', told);
  await reads.answer(200);
  await reads.answer(400);
  queue.see(9000, 9040);
  await reads.answer(9000);
  expect([beside.got, later.got, problems.length]).toEqual([1, 1, 1]);
});

test('a window given up is read when the view comes back', async () => {
  const reads = source();
  const queue = queueOf(reads, { parallel: 1, reach: 200 });
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
  const queue = queueOf(reads);
  const older = request(0);
  const newer = request(0);
  queue.ask(older);
  queue.ask(newer);
  await reads.answer(0);
  expect([older.got, newer.got]).toEqual([0, 1]);
});

test('a window that cannot be read says so and makes room for the next', async () => {
  const reads = source();
  const queue = queueOf(reads, { parallel: 1, reach: 1000 });
  const broken = request(0);
  const next = request(200);
  queue.ask(broken);
  queue.ask(next);
  await reads.fail(0);
  await reads.answer(200);
  expect([broken.failures, next.got]).toEqual([1, 1]);
});

test('windows side by side are read at once, those in sight by themselves', async () => {
  const reads = source();
  const queue = queueOf(reads, { parallel: 1, reach: 1000, joined: 600 });
  queue.see(1000, 1240);
  const windows = [0, 600, 1400, 1000, 1200, 1600, 1800].map(request);
  windows.forEach((one) => queue.ask(one));
  // A fourth one beside would be more than is read at once.
  for (const offset of [1000, 1200, 0, 1400]) await reads.answer(offset);
  expect(reads.read).toEqual([
    [0, 200],
    [1000, 200],
    [1200, 200],
    [1400, 600],
    [600, 200],
  ]);
  expect(windows.map(({ got }) => got)).toEqual([1, 0, 1, 1, 1, 1, 1]);
});

test('a read goes on while one of its windows is in reach', async () => {
  const reads = source();
  const queue = queueOf(reads, { parallel: 1, reach: 450, joined: 600 });
  const [busy, near, far] = [request(10_000), request(10_200), request(10_400)];
  queue.see(10_000, 10_040);
  for (const one of [busy, near, far]) queue.ask(one);
  await reads.answer(10_000);
  queue.see(10_000 - 250, 10_000 - 210);
  expect(reads.aborted).toEqual([]);
  await reads.answer(10_200);
  expect([near.got, far.got]).toEqual([1, 0]);
});

test('of many that wait only those are forgotten that the grid let go', async () => {
  const reads = source();
  const held = new Set([10_000, 1_000_000]);
  const queue = new WindowQueue(reads.load, () => held, { parallel: 1, reach: 100, waiting: 2 });
  queue.see(0, 40);
  for (const offset of [10_000, 20_000, 1_000_000]) queue.ask(request(offset));
  for (const offset of [1_000_000, 20_000, 10_000]) {
    queue.see(offset, offset + 40);
    await reads.answer(offset);
  }
  expect(reads.order).toEqual([1_000_000, 10_000]);
});

function queueOf(reads: ReturnType<typeof source>, limits: Partial<Limits> = {}): WindowQueue {
  return new WindowQueue(reads.load, () => new Set(), limits);
}

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
  const read: [offset: number, limit: number][] = [];
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
    read,
    aborted,
    load: (offset: number, limit: number, signal: AbortSignal) => {
      order.push(offset);
      read.push([offset, limit]);
      signal.addEventListener('abort', () => aborted.push(offset));
      return new Promise<GridRow[]>((resolve, reject) => {
        open.set(offset, [...(open.get(offset) ?? []), { resolve, reject }]);
      });
    },
    answer: (offset: number) => settle(offset, 'resolve'),
    fail: (offset: number) => settle(offset, 'reject'),
  };
}
