// A sort in words, and the sorts of a list as they are added, turned and moved.

import type { EntityTypeView, FieldView, SortRequest } from '../../../ipc/client';
import { messages } from '../../../messages';

const words = messages.sorting;

export const isSortable = (field: FieldView): boolean => field.kind !== 'object' && !field.array;

type Kind = 'day' | 'number' | 'text' | 'yesNo' | 'choice';

function kindOf(field: FieldView): Kind {
  switch (field.kind) {
    case 'date':
    case 'dateTime':
    case 'instant':
      return 'day';
    case 'integer':
    case 'number':
    case 'money':
      return 'number';
    case 'boolean':
      return 'yesNo';
    case 'enum':
      return 'choice';
    default:
      return 'text';
  }
}

/** "Newest first". */
export const directionWords = (field: FieldView, descending: boolean): string =>
  words[kindOf(field)][descending ? 'down' : 'up'];

/** "Date, newest first". */
export const sortWords = (field: FieldView, descending: boolean): string =>
  words[`${kindOf(field)}Of`][descending ? 'down' : 'up'](field.title);

/** All sorts of a list in a few words. */
export function sortSummary(type: EntityTypeView, sort: SortRequest[]): string {
  const first = type.fields.find((field) => field.name === sort[0]?.field);
  if (!first) return words.none;
  const said = sortWords(first, sort[0]?.descending === true);
  return sort.length > 1 ? words.more(said, sort.length - 1) : said;
}

/** By a click on a header: up, then down, then not at all. With `additive` the others stay. */
export function clicked(sort: SortRequest[], field: string, additive: boolean): SortRequest[] {
  const at = sort.findIndex((one) => one.field === field);
  const held = sort[at];
  const next = !held ? [{ field, descending: false }] : held.descending ? [] : [turned(held)];
  if (!additive) return next;
  return at < 0 ? [...sort, ...next] : [...sort.slice(0, at), ...next, ...sort.slice(at + 1)];
}

export const turned = (one: SortRequest): SortRequest => ({ ...one, descending: !one.descending });

/** `item` put by one place earlier (-1) or later (1). */
export function moved<T>(items: T[], at: number, by: -1 | 1): T[] {
  const to = at + by;
  const item = items[at];
  if (item === undefined || to < 0 || to >= items.length) return items;
  const rest = items.filter((_, index) => index !== at);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}
