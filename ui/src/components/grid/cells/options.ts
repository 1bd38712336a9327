// Finds the option a choice column shows for a value.

import type { GridColumn, GridOption } from '../types';

const byColumn = new WeakMap<GridColumn, Map<unknown, GridOption>>();

export function optionOf(column: GridColumn, value: unknown): GridOption | undefined {
  if (column.editor.kind !== 'choice') return undefined;
  let known = byColumn.get(column);
  if (!known) {
    known = new Map(column.editor.options.map((option) => [option.value, option]));
    byColumn.set(column, known);
  }
  return known.get(value);
}
