// Scrolls the grid and answers with the longest time that one of its places on screen showed no row.
const [how, pixels, times, done] = arguments;
const grid = document.querySelector('#root .ag-grid-viewport');
const box = grid.getBoundingClientRect();
const top = document.querySelector('#root .ag-header').getBoundingClientRect().bottom;
const far = () => grid.scrollHeight - grid.clientHeight;
const PLACES = 12;
const places = Array.from(
  { length: PLACES },
  (_, at) => top + ((box.top + grid.clientHeight - top) * (at + 0.5)) / PLACES,
);
// By its row: the line between two rows belongs to no cell.
const isBlank = (y) => {
  const row = document.elementFromPoint(box.left + box.width / 3, y)?.closest('[role=row]');
  const cells = [...(row?.querySelectorAll('[data-state]') ?? [])];
  return cells.length === 0 || cells.some((cell) => cell.dataset.state !== 'ready');
};
const blankSince = places.map(() => undefined);
let longest = 0;
const look = (now) =>
  places.forEach((y, at) => {
    if (!isBlank(y)) blankSince[at] = undefined;
    else {
      blankSince[at] ??= now;
      longest = Math.max(longest, now - blankSince[at]);
    }
  });
const isSettled = () => blankSince.every((since) => since === undefined);
// What was blank in the last frame stays so until this one is drawn.
const frames = (count, step) =>
  new Promise((resolve) => {
    const next = (left) =>
      requestAnimationFrame((now) => {
        look(now);
        if (left === 0) resolve();
        else if (step(left) === false) resolve();
        else next(left - 1);
      });
    next(count);
  });
const PATIENCE_MS = 3000;
const settled = () => {
  const until = performance.now() + PATIENCE_MS;
  return frames(600, () => (isSettled() || performance.now() > until ? false : undefined));
};
const drive = async () => {
  if (how === 'stroll') {
    grid.scrollTop = far() / 3;
    await settled();
    await frames(30, () => undefined);
    longest = 0;
    await frames(times, () => void (grid.scrollTop += pixels));
    await settled();
  } else
    for (let at = 0; at < times; at += 1) {
      // Far from the last place, and from any that was there before.
      grid.scrollTop = far() * ((at * 0.618034 + 0.1) % 1);
      await frames(2, () => undefined);
      await settled();
      await frames(10, () => undefined);
    }
  return longest;
};
drive().then(done, (error) => done(String(error)));
