// Where a scroll will be by the time that rows asked for now are here.

/** Slower events than this belong to no one movement, in milliseconds. */
const APART = 150;

export class Heading {
  #first = 0;
  #at = Number.NEGATIVE_INFINITY;

  /** Rows that the view moves on in `ahead` milliseconds, if it goes on as it came to `first`; negative upwards. */
  movedIn(ahead: number, first: number, now: number): number {
    const passed = now - this.#at;
    const moved = first - this.#first;
    this.#first = first;
    this.#at = now;
    return passed > 0 && passed < APART ? Math.round((moved / passed) * ahead) : 0;
  }
}
