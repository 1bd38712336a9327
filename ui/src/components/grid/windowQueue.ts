// Decides which windows of rows are read now. Nearest to the view first, few at a time and those side
// by side in one read; what scrolled out of reach is given up and read again only when the view comes back to it.
// It holds no rows: the grid keeps a bounded number of windows itself.

import type { GridRow } from './types';

export interface WindowRequest {
  offset: number;
  limit: number;
  done(rows: GridRow[]): void;
  failed(error: unknown): void;
}

type Load = (offset: number, limit: number, signal: AbortSignal) => Promise<GridRow[]>;

interface Limits {
  /** Reads at the same time. */
  parallel: number;
  /** Rows above and below the view that are still worth reading. */
  reach: number;
  /**
   * Requests kept waiting; beyond it the oldest is forgotten. More than the grid holds windows, which drops the oldest too;
   * the newest may be far only because a jump was not told yet.
   */
  waiting: number;
  /** Rows of windows side by side that are read at once. */
  joined: number;
}

const usual: Limits = { parallel: 2, reach: 400, waiting: 256, joined: 200 };

/** Windows side by side, in their order. */
interface Read {
  abort: AbortController;
  requests: WindowRequest[];
}

export class WindowQueue {
  #waiting: WindowRequest[] = [];
  #running = new Map<WindowRequest, Read>();
  #first = 0;
  #last = 0;
  #readTime = 0;
  private readonly limits: Limits;

  constructor(
    private readonly load: Load,
    limits: Partial<Limits> = {},
  ) {
    this.limits = { ...usual, ...limits };
  }

  /** How long a read takes of late, in milliseconds. */
  get readTime(): number {
    return this.#readTime;
  }

  /** A newer request for the same window takes the place of the older one. */
  ask(request: WindowRequest): void {
    this.#waiting = this.#waiting.filter((other) => other.offset !== request.offset);
    for (const other of this.#running.keys())
      if (other.offset === request.offset) this.#giveUp(other);
    this.#waiting.push(request);
    if (this.#waiting.length > this.limits.waiting) this.#waiting.shift();
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

  /** What is in sight does not wait for what is read ahead. */
  #makeRoom(): void {
    const seen = this.#waiting.filter((request) => this.#isSeen(request)).length;
    const reads = this.#reads();
    const ahead = reads.filter(({ requests }) => !requests.some((one) => this.#isSeen(one)));
    const free = this.limits.parallel - reads.length;
    for (const { requests } of ahead.slice(0, Math.max(0, seen - free)))
      for (const request of requests.filter((one) => this.#running.has(one))) {
        this.#giveUp(request);
        this.#waiting.push(request);
      }
  }

  #next(): void {
    this.#makeRoom();
    while (this.#reads().length < this.limits.parallel) {
      const near = this.#waiting.filter((request) => this.#distance(request) <= this.limits.reach);
      if (near.length === 0) return;
      const request = near.reduce((best, other) =>
        this.#distance(other) < this.#distance(best) ? other : best,
      );
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

  #reads(): Read[] {
    return [...new Set(this.#running.values())];
  }

  async #run(requests: WindowRequest[]): Promise<void> {
    const read = { abort: new AbortController(), requests };
    for (const request of requests) this.#running.set(request, read);
    const begin = requests[0]?.offset ?? 0;
    const asked = performance.now();
    const answer = await this.load(begin, endOf(requests) - begin, read.abort.signal).then(
      (rows) => (request: WindowRequest) => {
        const from = request.offset - begin;
        request.done(rows.slice(from, from + request.limit));
      },
      (error: unknown) => (request: WindowRequest) => request.failed(error),
    );
    this.#readTime += (performance.now() - asked - this.#readTime) / 4;
    if (read.abort.signal.aborted) return;
    // Some of them may have been given up, or asked for anew.
    const left = requests.filter((request) => this.#running.get(request) === read);
    for (const request of left) this.#running.delete(request);
    left.forEach(answer);
    this.#next();
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
