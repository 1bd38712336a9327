// Scrolling as the library should hear of it, and as it should tell of it.

const BAR = '.ag-body-vertical-scroll-viewport';

/** Calls `scrolled` as soon as the rows of a scroll are drawn; the library would tell a task later. */
export function listenToScroll(root: HTMLElement, scrolled: () => void): () => void {
  const viewport = root.querySelector('.ag-grid-viewport');
  const bar = root.querySelector(BAR);
  let follows: number | undefined;
  const told = () => {
    follows = bar?.scrollTop;
    scrolled();
  };
  // The bar is put where the view is, and tells of that a frame later. When frames are slow the library takes this for
  // somebody who drags the bar: it puts the view back, and draws nothing for a while.
  const heard = (event: Event) => {
    if (event.target === bar && bar?.scrollTop === follows) event.stopPropagation();
  };
  root.addEventListener('scroll', heard, { capture: true, passive: true });
  // After the library's own, which draws.
  viewport?.addEventListener('scroll', told, { passive: true });
  return () => {
    root.removeEventListener('scroll', heard, { capture: true });
    viewport?.removeEventListener('scroll', told);
  };
}
