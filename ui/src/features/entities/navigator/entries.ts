// What stands in the navigator, top first: what is pinned, then each group with its entity types and their views.

import { has } from '../../../format/fold';
import type { CatalogueView, EntityTypeView, SavedViewView } from '../../../ipc/client';

export type Entry =
  | { kind: 'type'; key: string; type: EntityTypeView }
  /** `sub` where it stands below its entity type. */
  | { kind: 'view'; key: string; type: EntityTypeView; view: SavedViewView; sub: boolean };

export interface Group {
  /** Nothing for what is pinned. */
  name: string | undefined;
  entries: Entry[];
}

/** An entity type is found by its name with all its views, and by the name of a view with that view alone. */
function entriesOf(type: EntityTypeView, views: SavedViewView[], text: string): Entry[] {
  const own = views.filter((view) => view.entityType === type.name && !view.pinned);
  const isFound = has(type.plural, text);
  const shown = isFound ? own : own.filter((view) => has(view.name, text));
  if (!isFound && shown.length === 0) return [];
  return [
    { kind: 'type', key: type.name, type },
    ...shown.map((view): Entry => ({ kind: 'view', key: view.id, type, view, sub: true })),
  ];
}

export function groupsOf(catalogue: CatalogueView, views: SavedViewView[], text: string): Group[] {
  const types = catalogue.entityTypes;
  const pinned = views.flatMap((view): Entry[] => {
    const type = types.find(({ name }) => name === view.entityType);
    const isShown = type && view.pinned && (has(view.name, text) || has(type.plural, text));
    return isShown ? [{ kind: 'view', key: view.id, type, view, sub: false }] : [];
  });
  const of = (some: EntityTypeView[]) => some.flatMap((type) => entriesOf(type, views, text));
  const groups: Group[] = [
    { name: undefined, entries: [...pinned, ...of(types.filter((type) => type.pinned))] },
    ...catalogue.groups.map((name) => ({
      name,
      entries: of(types.filter((type) => type.group === name && !type.pinned)),
    })),
  ];
  return groups.filter(({ entries }) => entries.length > 0);
}

/** What Enter opens from the find box: the first one that has the text in its own name. */
export function firstFound(groups: Group[], text: string): Entry | undefined {
  const all = groups.flatMap(({ entries }) => entries);
  const nameOf = (entry: Entry) => (entry.kind === 'type' ? entry.type.plural : entry.view.name);
  return all.find((entry) => has(nameOf(entry), text)) ?? all[0];
}
