// The question of a list as it is kept, and back.

import type { ConditionView, EntityTypeView, ViewSettingsView } from '../../../ipc/client';
import { sameJson } from '../../../ipc/sameJson';
import type { ColumnLayout, ViewQuestion } from '../queries';

/** None for the first choice of the entity type, so that it may grow. */
const isFirstChoice = ({ columns, layout }: ViewQuestion, type: EntityTypeView): boolean =>
  JSON.stringify(columns) === JSON.stringify(type.listColumns) &&
  columns.every((name) => layoutOf(layout, name).width === undefined && !isPinned(layout, name));

const layoutOf = (layout: ViewQuestion['layout'], name: string): ColumnLayout =>
  (Object.hasOwn(layout, name) && layout[name]) || {};
const isPinned = (layout: ViewQuestion['layout'], name: string): boolean =>
  layoutOf(layout, name).pinned === true;

export function toSettings(question: ViewQuestion, type: EntityTypeView): ViewSettingsView {
  const { filter, search, sort, columns, layout, rowHeight } = question;
  const kept = columns.map((field) => {
    const { width } = layoutOf(layout, field);
    return {
      field,
      width: width === undefined ? null : Math.round(width),
      pinned: isPinned(layout, field),
    };
  });
  return { filter, search, sort, columns: isFirstChoice(question, type) ? [] : kept, rowHeight };
}

/** A list that was never arranged. */
export const firstQuestion = (type: EntityTypeView): ViewQuestion => ({
  columns: type.listColumns,
  sort: type.firstSort,
  search: '',
  filter: [],
  layout: {},
  rowHeight: null,
  tree: null,
});

export function fromSettings(settings: ViewSettingsView, type: EntityTypeView): ViewQuestion {
  const { filter, search, sort, columns, rowHeight } = settings;
  const layout = columns.map(({ field, width, pinned }): [string, ColumnLayout] => [
    field,
    { ...(width === null ? {} : { width }), ...(pinned ? { pinned } : {}) },
  ]);
  return {
    filter,
    search,
    sort,
    columns: columns.length > 0 ? columns.map(({ field }) => field) : type.listColumns,
    layout: Object.fromEntries(layout),
    rowHeight,
    tree: null,
  };
}

type Sought = Pick<ViewSettingsView, 'filter' | 'search'>;

const saidIn = ({ filter, search }: Sought): unknown[] => [
  filter.filter((group: ConditionView[]) => group.length > 0),
  search,
];

/** Whether two lists show the same rows. */
export const findsTheSame = (one: Sought, other: Sought): boolean =>
  sameJson(saidIn(one), saidIn(other));
