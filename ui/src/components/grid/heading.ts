// Where a scroll will be by the time that rows asked for now are here.

/** Slower events than this belong to no one movement, in milliseconds; a slow machine draws a long row of frames near it. */
const APART = 1000;
/** A movement goes on where it is as fast, or its steps as long, as just before up to this factor. What leaps about goes
 * nowhere that could be read ahead of it. */
const STEADY = 3;
/** Rows; longer steps are leaps, as when the bar is dragged. */
const LEAP = 300;

const isAlike = (one: number, other: number): boolean =>
  one / other > 1 / STEADY && one / other < STEADY;

export class Heading {
  #first = 0;
  #at = Number.NEGATIVE_INFINITY;
  #step = 0;
  #passed = 0;

  /** Rows that the view moves on in `ahead` milliseconds, if it goes on in steps as it came to `first`; negative upwards. */
  movedIn(ahead: number, first: number, now: number): number {
    const passed = now - this.#at;
    const leapt = first - this.#first;
    const isOne = passed > 0 && passed < APART && Math.abs(leapt) <= LEAP;
    const step = isOne ? leapt : 0;
    const isSteady =
      isAlike(step, this.#step) || isAlike(step / passed, this.#step / this.#passed);
    this.#first = first;
    this.#at = now;
    this.#step = step;
    this.#passed = passed;
    return isSteady ? Math.max(1, Math.ceil(ahead / passed)) * step : 0;
  }

  /** Milliseconds from the last event but one to the last. */
  get pace(): number {
    return this.#passed;
  }
}
