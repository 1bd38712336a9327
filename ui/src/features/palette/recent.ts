// What was used in the palette, newest first, while the window is open.

import type { PaletteItem } from './item';

const MOST = 6;
let used: PaletteItem[] = [];

export function noteUse(item: PaletteItem): void {
  used = [item, ...used.filter(({ id }) => id !== item.id)].slice(0, MOST);
}

/** A command of a place that is not shown does nothing there: those that are offered now count, and records by themselves. */
export const recentOf = (offered: PaletteItem[]): PaletteItem[] =>
  used.flatMap((item) => {
    const now = item.id.startsWith('record ') ? item : offered.find(({ id }) => id === item.id);
    return now ? [{ ...now, group: 'recent' }] : [];
  });
