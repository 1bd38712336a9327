// Decides which windows of rows are read now. Nearest to the view first, few at a time and those side
// by side in one read; what scrolled out of reach is given up and read again only when the view comes back to it.
// It holds no rows: the grid keeps a bounded number of windows itself, and no request of one that it keeps is lost.

import type { GridRow } from './types';

export interface WindowRequest {
  offset: number;
  limit: number;
  done(rows: GridRow[]): void;
  failed(error: unknown): void;
}

type Load = (offset: number, limit: number, signal: AbortSignal) => Promise<GridRow[]>;

export interface Limits {
  /** Reads at the same time. */
  parallel: number;
  /** The same with those for what is in sight. Reads that were given up count until they end: not all sources can stop them. */
  most: number;
  /** Rows above and below the view that are still worth reading. */
  reach: number;
  /** Requests kept waiting before it is looked which of them the grid does not hold any more. */
  waiting: number;
  /** Rows of windows side by side that are read at once. */
  joined: number;
}

const usual: Limits = { parallel: 2, most: 4, reach: 400, waiting: 256, joined: 200 };

/** Windows side by side, in their order. */
interface Read {
  abort: AbortController;
  requests: WindowRequest[];
}

export class WindowQueue {
  #waiting: WindowRequest[] = [];
  #running = new Map<WindowRequest, Read>();
  #open = 0;
  #first = 0;
  #last = 0;
  #readTime = 0;
  private readonly limits: Limits;

  constructor(
    private readonly load: Load,
    /** Where the windows begin that the grid holds or waits for. */
    private readonly held: () => Set<number>,
    limits: Partial<Limits> = {},
  ) {
    this.limits = { ...usual, ...limits };
  }

  /** How long a read takes of late, in milliseconds. */
  get readTime(): number {
    return this.#readTime;
  }

  /** Whether a window is being read, or is to be. */
  has(offset: number): boolean {
    const is = (request: WindowRequest) => request.offset === offset;
    return this.#waiting.some(is) || [...this.#running.keys()].some(is);
  }

  /** A newer request for the same window takes the place of the older one. */
  ask(...requests: WindowRequest[]): void {
    const offsets = new Set(requests.map(({ offset }) => offset));
    this.#waiting = this.#waiting.filter(({ offset }) => !offsets.has(offset));
    for (const other of [...this.#running.keys()])
      if (offsets.has(other.offset)) this.#giveUp(other);
    this.#waiting.push(...requests);
    if (this.#waiting.length > this.limits.waiting) this.#forget();
    this.#next();
  }

  /** Tells which rows are in view. */
  see(first: number, last: number): void {
    this.#first = first;
    this.#last = last;
    for (const request of [...this.#running.keys()]) {
      if (this.#distance(request) <= this.limits.reach) continue;
      this.#giveUp(request);
      this.#waiting.push(request);
    }
    this.#next();
  }

  /** Forgets everything, for another query. */
  clear(): void {
    this.#waiting = [];
    for (const request of [...this.#running.keys()]) this.#giveUp(request);
  }

  #forget(): void {
    const held = this.held();
    this.#waiting = this.#waiting.filter(({ offset }) => held.has(offset));
  }

  #next(): void {
    for (;;) {
      const near = this.#waiting.filter((request) => this.#distance(request) <= this.limits.reach);
      if (near.length === 0) return;
      const request = near.reduce((best, other) =>
        this.#distance(other) < this.#distance(best) ? other : best,
      );
      // What is in sight does not wait for what is read ahead.
      const { most, parallel } = this.limits;
      if (this.#open >= (this.#isSeen(request) ? most : parallel)) return;
      const requests = this.#joined(request, near);
      this.#waiting = this.#waiting.filter((other) => !requests.includes(other));
      void this.#run(requests);
    }
  }

  /** The windows that stand beside `request` without a gap; what is in sight is read by itself. */
  #joined(request: WindowRequest, near: WindowRequest[]): WindowRequest[] {
    const alike = near.filter((other) => this.#isSeen(other) === this.#isSeen(request));
    const joined = [request];
    for (let rows = request.limit; ; ) {
      const begin = joined[0]?.offset;
      const end = endOf(joined);
      const beside = alike.find((other) => other.offset === end || endOf([other]) === begin);
      rows += beside?.limit ?? 0;
      if (!beside || rows > this.limits.joined) return joined;
      if (beside.offset === end) joined.push(beside);
      else joined.unshift(beside);
    }
  }

  async #run(requests: WindowRequest[]): Promise<void> {
    const read = { abort: new AbortController(), requests };
    for (const request of requests) this.#running.set(request, read);
    this.#open += 1;
    const answer = await this.#answer(requests, read.abort.signal);
    this.#open -= 1;
    // Some of them may have been given up, or asked for anew.
    const left = requests.filter((request) => this.#running.get(request) === read);
    for (const request of left) this.#running.delete(request);
    this.#next();
    // An answer makes the grid draw: what fails there takes no other window with it.
    for (const request of left) queueMicrotask(() => answer(request));
  }

  async #answer(
    requests: WindowRequest[],
    signal: AbortSignal,
  ): Promise<(request: WindowRequest) => void> {
    const begin = requests[0]?.offset ?? 0;
    const asked = performance.now();
    try {
      const rows = await this.load(begin, endOf(requests) - begin, signal);
      return (request) => {
        const from = request.offset - begin;
        request.done(rows.slice(from, from + request.limit));
      };
    } catch (error) {
      return (request) => request.failed(error);
    } finally {
      this.#readTime += (performance.now() - asked - this.#readTime) / 4;
    }
  }

  /** A read ends with the last of its windows. */
  #giveUp(request: WindowRequest): void {
    const read = this.#running.get(request);
    this.#running.delete(request);
    if (read && !read.requests.some((other) => this.#running.get(other) === read))
      read.abort.abort();
  }

  #isSeen(request: WindowRequest): boolean {
    return this.#distance(request) === 0;
  }

  #distance({ offset, limit }: WindowRequest): number {
    return Math.max(0, offset - this.#last, this.#first - (offset + limit - 1));
  }
}

function endOf(requests: WindowRequest[]): number {
  const last = requests[requests.length - 1];
  return last ? last.offset + last.limit : 0;
}
