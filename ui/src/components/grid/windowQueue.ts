// Decides which windows of rows are read now. Nearest to the view first, few at a time; what
// scrolled out of reach is given up and read again only when the view comes back to it.
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
  /** Requests kept waiting; beyond it the farthest is forgotten. */
  waiting: number;
}

const usual: Limits = { parallel: 2, reach: 400, waiting: 64 };

export class WindowQueue {
  #waiting: WindowRequest[] = [];
  #running = new Map<WindowRequest, AbortController>();
  #first = 0;
  #last = 0;

  constructor(
    private readonly load: Load,
    private readonly limits: Limits = usual,
  ) {}

  /** A newer request for the same window takes the place of the older one. */
  ask(request: WindowRequest): void {
    this.#waiting = this.#waiting.filter((other) => other.offset !== request.offset);
    for (const other of this.#running.keys())
      if (other.offset === request.offset) this.#giveUp(other);
    this.#waiting.push(request);
    if (this.#waiting.length > this.limits.waiting) {
      this.#waiting.sort((a, b) => this.#distance(a) - this.#distance(b)).pop();
    }
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
    const seen = this.#waiting.filter((request) => this.#distance(request) === 0).length;
    const ahead = [...this.#running.keys()].filter((request) => this.#distance(request) > 0);
    const free = this.limits.parallel - this.#running.size;
    for (const request of ahead.slice(0, Math.max(0, seen - free))) {
      this.#giveUp(request);
      this.#waiting.push(request);
    }
  }

  #next(): void {
    this.#makeRoom();
    while (this.#running.size < this.limits.parallel) {
      const near = this.#waiting.filter((request) => this.#distance(request) <= this.limits.reach);
      if (near.length === 0) return;
      const request = near.reduce((best, other) =>
        this.#distance(other) < this.#distance(best) ? other : best,
      );
      this.#waiting = this.#waiting.filter((other) => other !== request);
      void this.#run(request);
    }
  }

  async #run(request: WindowRequest): Promise<void> {
    const abort = new AbortController();
    this.#running.set(request, abort);
    const answer = await this.load(request.offset, request.limit, abort.signal).then(
      (rows) => () => request.done(rows),
      (error: unknown) => () => request.failed(error),
    );
    if (abort.signal.aborted) return;
    this.#running.delete(request);
    answer();
    this.#next();
  }

  #giveUp(request: WindowRequest): void {
    this.#running.get(request)?.abort();
    this.#running.delete(request);
  }

  #distance({ offset, limit }: WindowRequest): number {
    return Math.max(0, offset - this.#last, this.#first - (offset + limit - 1));
  }
}
