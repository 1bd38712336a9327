// When the grid had the first rows since the start: what stood in for it goes, and its page's performance timeline has it.

import { FIRST_ROWS, GRID_ROWS, uncover } from '../../../start/cover';

const READY = '[role=gridcell][data-state=ready]';
/** Frames in which rows that came are looked for; a list that was left has none. */
const FRAMES = 300;

let isLookedFor = false;

/** To be called when rows came that are about to be drawn. */
export function markFirstRows(): void {
  if (isLookedFor) return;
  isLookedFor = true;
  look(FRAMES);
}

function look(frames: number): void {
  requestAnimationFrame(() => {
    if (document.querySelector(READY) !== null) {
      uncover();
      // What this frame draws is on screen when the next one begins.
      requestAnimationFrame(() => {
        if (performance.getEntriesByName(FIRST_ROWS).length === 0) performance.mark(FIRST_ROWS);
        performance.mark(GRID_ROWS);
      });
    } else if (frames > 0) look(frames - 1);
    else isLookedFor = false;
  });
}
