// A layer beside a cell: the list of an editor, or the reason a value was not taken.
// It hangs on the document, because rows cut off what leaves them.

export interface Floating {
  element: HTMLElement;
  place(): void;
  remove(): void;
}

export function floatBeside(anchor: HTMLElement, element: HTMLElement): Floating {
  document.body.append(element);
  const place = () => {
    const at = anchor.getBoundingClientRect();
    const { height } = element.getBoundingClientRect();
    const below = at.bottom + height + 4 <= window.innerHeight;
    element.style.left = `${Math.max(4, Math.min(at.left, window.innerWidth - element.offsetWidth - 4))}px`;
    element.style.top = `${below ? at.bottom + 2 : Math.max(4, at.top - height - 2)}px`;
    element.style.minWidth = `${at.width}px`;
  };
  // Rows scroll under the layer: it follows its cell.
  document.addEventListener('scroll', place, true);
  window.addEventListener('resize', place);
  return {
    element,
    place,
    remove: () => {
      document.removeEventListener('scroll', place, true);
      window.removeEventListener('resize', place);
      element.remove();
    },
  };
}
