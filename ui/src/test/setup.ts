// What jsdom lacks and Mantine asks for.

import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

afterEach(cleanup);

window.matchMedia ??= (query: string) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
    dispatchEvent: () => false,
  }) as MediaQueryList;

window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

Element.prototype.scrollIntoView ??= () => undefined;

// Nothing is laid out here: a long list is as high as a window, a row of it as high as a line.
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: {
    get(this: HTMLElement) {
      return this.classList.contains('virtual') ? 800 : 0;
    },
  },
  clientWidth: {
    get(this: HTMLElement) {
      return this.classList.contains('virtual') ? 1000 : 0;
    },
  },
  offsetHeight: {
    get(this: HTMLElement) {
      return this.dataset['index'] === undefined ? 0 : 40;
    },
  },
});
