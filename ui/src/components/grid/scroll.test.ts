import { afterEach, expect, test } from 'vitest';
import { listenToScroll } from './scroll';

afterEach(() => document.body.replaceChildren());

test('the bar that follows the view is not taken for somebody who drags it', () => {
  const { viewport, bar, drags, tells } = grid();
  // As the library does it: the bar follows, and tells of that later.
  viewport.scrollTop = 3000;
  bar.scrollTop = 3000;
  viewport.dispatchEvent(new Event('scroll'));
  viewport.scrollTop = 6000;
  bar.dispatchEvent(new Event('scroll'));
  expect([drags.length, tells.length]).toEqual([0, 1]);
  bar.scrollTop = 9000;
  bar.dispatchEvent(new Event('scroll'));
  expect(drags).toEqual([9000]);
});

test('it is told after the library drew, and no more once it is closed', () => {
  const { viewport, bar, drags, tells, stop } = grid();
  viewport.dispatchEvent(new Event('scroll'));
  expect(tells).toEqual(['drawn']);
  stop();
  viewport.dispatchEvent(new Event('scroll'));
  bar.dispatchEvent(new Event('scroll'));
  expect([tells.length, drags.length]).toEqual([1, 1]);
});

/** What the library has in the document, and its listeners. */
function grid() {
  document.body.innerHTML = `<div id="grid">
    <div class="ag-grid-viewport"></div><div class="ag-body-vertical-scroll-viewport"></div>
  </div>`;
  const [root, viewport, bar] = ['#grid', '.ag-grid-viewport', '.ag-body-vertical-scroll-viewport'].map(
    (selector) => document.querySelector<HTMLElement>(selector)!,
  ) as [HTMLElement, HTMLElement, HTMLElement];
  const drags: number[] = [];
  const tells: string[] = [];
  let drawn = '';
  viewport.addEventListener('scroll', () => (drawn = 'drawn'));
  bar.addEventListener('scroll', () => drags.push(bar.scrollTop));
  const stop = listenToScroll(root, () => tells.push(drawn));
  return { viewport, bar, drags, tells, stop };
}
