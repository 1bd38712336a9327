// The window's first script: the list where the person was last is on screen before the rest of the window is read.

import { ahead } from '../ipc/ahead';
import { start } from '../ipc/start';
import { cover, FIRST_ROWS } from './cover';
import { drawList } from './drawList';
import './start.css';

const window = () => import('../main');

if (!start?.list || !isAtStart(start.list.address)) void window();
else {
  const { list, preferences } = start;
  cover(list.address, (root) => drawList(root, list, preferences));
  // What this frame draws is on screen when the next one begins; until then nothing else is read.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      performance.mark(FIRST_ROWS);
      ahead.begin();
      void window();
    }),
  );
}

/** A page that was loaded anew is elsewhere by now. */
function isAtStart(address: string): boolean {
  if (globalThis.location.hash !== '') return false;
  globalThis.history.replaceState(null, '', `#${address}`);
  return true;
}
