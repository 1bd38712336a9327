import { useQueryClient } from '@tanstack/react-query';
import { keys } from './queries';

/** Asks afresh for all that shows unsent changes of a connection: of one entity type, or of all. */
export function useDraftsChanged(connectionId: string) {
  const cache = useQueryClient();
  return (entityType?: string): Promise<void> => {
    for (const queryKey of [
      keys.desk,
      keys.review(connectionId),
      keys.steps(connectionId),
      keys.mirrors(connectionId),
    ])
      void cache.invalidateQueries({ queryKey });
    return cache.invalidateQueries({
      queryKey: entityType ? keys.entity(connectionId, entityType) : ['entity', connectionId],
    });
  };
}
