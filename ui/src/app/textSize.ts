/** In percent, as browsers step. */
const STEPS = [80, 90, 100, 110, 125, 150, 175, 200];

export const SMALLEST = 80;
export const LARGEST = 200;

/** The next size up (1) or down (-1); the same at the end. */
export const stepped = (size: number, by: 1 | -1): number =>
  (by === 1 ? STEPS.find((one) => one > size) : STEPS.findLast((one) => one < size)) ?? size;
