// When the first rows since the start were on screen: an entry of the page's own performance timeline.

const FIRST_ROWS = 'first-rows';
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
    if (document.querySelector(READY) !== null)
      // What this frame draws is on screen when the next one begins.
      requestAnimationFrame(() => performance.mark(FIRST_ROWS));
    else if (frames > 0) look(frames - 1);
    else isLookedFor = false;
  });
}
