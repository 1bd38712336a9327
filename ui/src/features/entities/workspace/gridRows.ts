// Rows and their order as the grid takes them.

import type { GridRow, GridSort } from '../../../components/grid/types';
import type { DensityView, RowView, SortRequest } from '../../../ipc/client';

/** In CSS pixels. */
export const ROW_HEIGHTS: Record<DensityView, number> = { compact: 26, standard: 30, relaxed: 36 };

export const sortsOf = (sort: SortRequest[]): GridSort[] =>
  sort.map(({ field, descending }) => ({
    columnId: field,
    direction: descending ? 'descending' : 'ascending',
  }));

/** Names that a service made up, such as `constructor`, find nothing but what was put there. */
const byName = <T>(entries: [string, T][]): Record<string, T> =>
  Object.assign(Object.create(null) as Record<string, T>, Object.fromEntries(entries));

export function toGridRow(row: RowView, columns: string[]): GridRow {
  const edits = byName(row.edits.map((edit) => [edit.field, { before: edit.before }]));
  const problems = byName(
    row.edits.flatMap((edit) => (edit.problem ? [[edit.field, edit.problem]] : [])),
  );
  return {
    key: row.id,
    cells: byName(columns.map((column, at) => [column, row.cells[at]])),
    edits,
    problems,
    ...(row.mark === 'none' ? {} : { mark: row.mark === 'gone' ? 'deleted' : row.mark }),
    ...(row.place ? { place: row.place } : {}),
  };
}
