// What the service said of changes that it refused before and that still wait.

import { useQueries } from '@tanstack/react-query';
import { commands, type ChangeView, type EntityView } from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { useHistory } from '../entities/queries';

/** More refused records than this are not looked up at once. */
const LOOKED_UP = 100;

export interface SaidLine {
  /** What a person calls the field; nothing for the record as a whole. */
  title: string | null;
  place: string;
  words: string;
}

export type SaidByChange = ReadonlyMap<string, SaidLine[]>;

type TitleOf = (entityType: string, field: string) => string;

/** By change: only those whose newest try was refused are asked for. */
export function useSaid(
  connectionId: string,
  changes: ChangeView[],
  titleOf: TitleOf,
): SaidByChange {
  const journal = useHistory(connectionId, changes.length > 0).data ?? [];
  const newest = new Map<string, string>();
  for (const { entityType, id, outcome } of journal) {
    const key = `${entityType}/${id}`;
    if (!newest.has(key)) newest.set(key, outcome);
  }
  const refused = changes
    .filter(({ entityType, id }) => newest.get(`${entityType}/${id}`) === 'refused')
    .slice(0, LOOKED_UP);
  return useQueries({
    queries: refused.map(({ entityType, id }) => ({
      queryKey: [...keys.entity(connectionId, entityType), id],
      queryFn: () => commands.entity({ connectionId, entityType, id }),
    })),
    combine: (found) =>
      new Map(
        refused.flatMap((change, at) => {
          const entity = found[at]?.data;
          return entity ? [[change.changeId, linesOf(entity, change.entityType, titleOf)]] : [];
        }),
      ),
  });
}

const linesOf = (entity: EntityView, entityType: string, titleOf: TitleOf): SaidLine[] => [
  ...entity.said.map((words) => ({ title: null, place: '', words })),
  ...entity.values.flatMap(({ field, said }) =>
    said.map((one) => ({ title: titleOf(entityType, field), ...one })),
  ),
];
