// What stands in for the window until the list behind it has its rows. It cannot be used: whatever is clicked or typed is
// for what is behind it.

/** Marks in the page's performance timeline: rows were painted; the grid itself had them. */
export const FIRST_ROWS = 'first-rows';
export const GRID_ROWS = 'grid-rows';

/** Whatever keeps the rows away, the cover does not hide it for longer. */
const AT_MOST_MS = 4000;
const USED = ['keydown', 'pointerdown'];

let takeOff: () => void = () => undefined;

/** Takes it off, where it is still on. */
export const uncover = (): void => takeOff();

/** Puts it on; it goes away by itself when somebody uses the window behind it or is elsewhere than at `address`. */
export function cover(address: string, draw: (root: HTMLElement) => void): void {
  const element = document.createElement('div');
  element.className = 'start-cover';
  element.inert = true;
  element.setAttribute('aria-hidden', 'true');
  document.body.append(element);
  draw(element);
  const behind = document.getElementById('root');
  const isUsed = () => behind?.hasChildNodes() && uncover();
  const isElsewhere = () => location.hash !== `#${address}` && uncover();
  const timer = setTimeout(uncover, AT_MOST_MS);
  USED.forEach((name) => addEventListener(name, isUsed, true));
  addEventListener('popstate', isElsewhere);
  takeOff = () => {
    clearTimeout(timer);
    USED.forEach((name) => removeEventListener(name, isUsed, true));
    removeEventListener('popstate', isElsewhere);
    element.remove();
    takeOff = () => undefined;
  };
}
