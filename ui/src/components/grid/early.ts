// Windows in sight that are read at once. The library asks for them a task later, which is after it drew their empty rows.

import type { GridRow } from './types';
import type { WindowQueue, WindowRequest } from './windowQueue';

type Told = (request: WindowRequest) => void;

/** A window that is read, until the library asks for it and what came is told. */
interface Early {
  request?: WindowRequest;
  told?: Told;
}

export class EarlyReads {
  #early = new Map<number, Early>();

  constructor(private readonly queue: WindowQueue) {}

  /** Reads windows that nobody reads yet. */
  read(windows: { offset: number; limit: number }[]): void {
    const missing = windows.filter(({ offset }) => !this.queue.has(offset));
    this.queue.ask(...missing.map(({ offset, limit }) => this.#begin(offset, limit)));
  }

  /** Hands a window over to who asks for it; one that is not read here yet is read now. */
  ask(request: WindowRequest): void {
    const early = this.#early.get(request.offset);
    this.#early.delete(request.offset);
    if (!early) this.queue.ask(request);
    else if (early.told) early.told(request);
    else early.request = request;
  }

  clear(): void {
    this.#early.clear();
    this.queue.clear();
  }

  #begin(offset: number, limit: number): WindowRequest {
    const early: Early = {};
    this.#early.set(offset, early);
    const tell = (told: Told) => {
      if (early.request) told(early.request);
      else early.told = told;
    };
    return {
      offset,
      limit,
      done: (rows: GridRow[]) => tell((request) => request.done(rows.slice(0, request.limit))),
      failed: (error: unknown) => tell((request) => request.failed(error)),
    };
  }
}
