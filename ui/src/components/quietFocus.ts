/** As a ref: the keyboard goes there at first, and the window stays where it is. */
export const quietFocus = (element: HTMLElement | null): void =>
  element?.focus({ preventScroll: true });
