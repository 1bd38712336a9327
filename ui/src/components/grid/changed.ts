// Cells that changed while nobody here edited them: they are shown once with a tint.

import type { GridRow } from './types';

/** Rows remembered; older ones are forgotten, so that a long scroll costs nothing. */
const most = 6000;

/** The columns in which a row differs from what stood there, edits of this window left out. */
export function changedCells(before: GridRow, after: GridRow): string[] {
  return Object.keys(after.cells).filter(
    (id) =>
      id in before.cells &&
      before.edits?.[id] === undefined &&
      after.edits?.[id] === undefined &&
      JSON.stringify(before.cells[id]) !== JSON.stringify(after.cells[id]),
  );
}

export class SeenRows {
  #byKey = new Map<string, GridRow>();
  #fresh = new WeakMap<GridRow, Set<string>>();

  /** Takes rows as they were read now and compares them with what was read before. */
  note(rows: GridRow[]): void {
    for (const row of rows) {
      const before = this.#byKey.get(row.key);
      const changed = before === undefined ? [] : changedCells(before, row);
      if (changed.length > 0) this.#fresh.set(row, new Set(changed));
      this.#byKey.delete(row.key);
      this.#byKey.set(row.key, row);
    }
    for (const key of this.#byKey.keys()) {
      if (this.#byKey.size <= most) break;
      this.#byKey.delete(key);
    }
  }

  /** Whether a cell changed and was not shown so yet; answers once. */
  takeFresh(row: GridRow, columnId: string): boolean {
    return this.#fresh.get(row)?.delete(columnId) === true;
  }

  clear(): void {
    this.#byKey.clear();
  }
}
