import { useState, type KeyboardEvent } from 'react';

export interface Item {
  tabIndex: 0 | -1;
  'data-nav-item': string;
  onFocus(): void;
}

const ITEM = '[data-nav-item]';

/** Tab comes to one item alone; arrows, Home and End move among them. */
export function useItems(shown: string[], current: string | undefined) {
  const [last, setLast] = useState<string>();
  const stop = [last, current].find((key) => key !== undefined && shown.includes(key)) ?? shown[0];
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>(ITEM)];
    const at = items.findIndex((item) => item === document.activeElement);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    items[Math.max(0, Math.min(to, items.length - 1))]?.focus();
  };
  return {
    onKeyDown,
    item: (key: string): Item => ({
      tabIndex: key === stop ? 0 : -1,
      'data-nav-item': key,
      onFocus: () => setLast(key),
    }),
  };
}
