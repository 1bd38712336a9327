// Where a scroll will be by the time that rows asked for now are here.

/** Slower events than this belong to no one movement, in milliseconds. */
const APART = 150;
/** A movement is as fast as just before up to this factor. What leaps about goes nowhere that could be read ahead of it. */
const STEADY = 3;

export class Heading {
  #first = 0;
  #at = Number.NEGATIVE_INFINITY;
  #speed = 0;

  /** Rows that the view moves on in `ahead` milliseconds, if it goes on as it came to `first`; negative upwards. */
  movedIn(ahead: number, first: number, now: number): number {
    const passed = now - this.#at;
    const isOne = passed > 0 && passed < APART;
    const speed = isOne ? (first - this.#first) / passed : 0;
    const ratio = speed / this.#speed;
    const isSteady = ratio > 1 / STEADY && ratio < STEADY;
    this.#first = first;
    this.#at = now;
    this.#speed = speed;
    return isSteady ? Math.round(speed * ahead) : 0;
  }
}
