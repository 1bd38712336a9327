// The columns of a list as they are shown, hidden, put in order, pinned and sized.

import type { EntityTypeView } from '../../../ipc/client';
import type { ColumnLayout, ViewQuestion } from '../queries';
import { moved } from './sorting';

type Columns = Pick<ViewQuestion, 'columns' | 'layout'>;
type Layout = ViewQuestion['layout'];

const of = (layout: Layout, name: string): ColumnLayout | undefined =>
  Object.hasOwn(layout, name) ? layout[name] : undefined;

export const isPinned = (layout: Layout, name: string): boolean =>
  of(layout, name)?.pinned === true;

/** As they stand on screen: those that are pinned come first. */
export function inOrder({ columns, layout }: Columns): string[] {
  const pinned = columns.filter((name) => isPinned(layout, name));
  return [...pinned, ...columns.filter((name) => !isPinned(layout, name))];
}

const withLayout = (layout: Layout, name: string, change: ColumnLayout): Layout => ({
  ...layout,
  [name]: { ...of(layout, name), ...change },
});

export const withWidth = (held: Columns, name: string, width: number): Columns => ({
  columns: held.columns,
  layout: withLayout(held.layout, name, { width }),
});

/** A column that is pinned stands behind those that are; one that is not any more before the others. */
export function withPin(held: Columns, name: string, pinned: boolean): Columns {
  const layout = withLayout(held.layout, name, { pinned });
  return { columns: inOrder({ columns: inOrder(held), layout }), layout };
}

/** One column stays at least. */
export const without = (held: Columns, name: string): Columns =>
  held.columns.length === 1
    ? held
    : { ...held, columns: held.columns.filter((one) => one !== name) };

/** One place earlier or later, among those that are pinned as it is. */
export function withMove(held: Columns, name: string, by: -1 | 1): Columns {
  const order = inOrder(held);
  const at = order.indexOf(name);
  const other = order[at + by];
  if (other === undefined || isPinned(held.layout, other) !== isPinned(held.layout, name))
    return held;
  return { ...held, columns: moved(order, at, by) };
}

/** As the service's description chose them, in their first widths. */
export const firstChoice = (type: EntityTypeView): Columns => ({
  columns: type.listColumns,
  layout: {},
});
