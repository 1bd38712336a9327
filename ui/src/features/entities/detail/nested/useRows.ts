// Rows that are added, removed and moved: a key for each that goes with it, where the keyboard goes then, and what is
// said of it.

import { useEffect, useRef, useState } from 'react';

let made = 0;
const newKeys = (count: number): number[] => Array.from({ length: count }, () => (made += 1));

export function useRows<T>(rows: readonly T[], onChange: (rows: T[]) => void) {
  const root = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState(() => newKeys(rows.length));
  // State, not a ref: it takes effect with the rows that it speaks of, whatever else is drawn in between.
  const [next, setNext] = useState<{ focus(): HTMLElement | null | undefined }>();
  const [told, setTold] = useState('');
  const keys =
    held.length === rows.length
      ? held
      : held.length > rows.length
        ? held.slice(0, rows.length)
        : [...held, ...newKeys(rows.length - held.length)];
  if (keys !== held) setHeld(keys);
  useEffect(() => next?.focus()?.focus(), [next]);
  const rowOf = (key: number | undefined) =>
    root.current?.querySelector<HTMLElement>(`[data-row="${key}"]`);
  const usable = (row: HTMLElement | null | undefined, controls: string[]) =>
    controls
      .map((control) => row?.querySelector<HTMLElement>(control))
      .find((found) => found && !found.matches(':disabled'));
  const add = (row: T, words: string) => {
    const [key] = newKeys(1);
    setHeld([...keys, key as number]);
    setNext({ focus: () => usable(rowOf(key), ['input, select, textarea']) });
    setTold(words);
    onChange([...rows, row]);
  };
  const remove = (at: number, words: string) => {
    const beside = keys[at + 1] ?? keys[at - 1];
    setHeld(keys.filter((_, place) => place !== at));
    setNext({
      focus: () =>
        usable(rowOf(beside), ['[data-does="remove"]']) ??
        root.current?.querySelector<HTMLElement>('[data-does="add"]'),
    });
    setTold(words);
    onChange(rows.filter((_, place) => place !== at));
  };
  const move = (at: number, by: 1 | -1, words: string) => {
    const key = keys[at];
    const does =
      by < 0
        ? ['[data-does="up"]', '[data-does="down"]']
        : ['[data-does="down"]', '[data-does="up"]'];
    setHeld(moved(keys, at, by));
    setNext({ focus: () => usable(rowOf(key), does) });
    setTold(words);
    onChange(moved(rows, at, by));
  };
  const change = (at: number, row: T) =>
    onChange(rows.map((one, place) => (place === at ? row : one)));
  return { root, keys, told, add, remove, move, change };
}

function moved<T>(rows: readonly T[], at: number, by: 1 | -1): T[] {
  const other = rows[at + by];
  const row = rows[at];
  if (row === undefined || other === undefined) return [...rows];
  return rows.map((one, place) => (place === at ? other : place === at + by ? row : one));
}
