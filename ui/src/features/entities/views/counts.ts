import { useThrottledValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { commands, type MirrorView, type SavedViewView } from '../../../ipc/client';

/** While rows stream in, they are counted at most this often. */
const COUNT_MS = 2000;

/** How many rows each saved view shows, by its id. A count that is not there yet is missing. */
export function useViewCounts(
  connectionId: string,
  views: SavedViewView[],
  mirrors: MirrorView[] | undefined,
): Map<string, number> {
  const types = new Set(views.map((view) => view.entityType));
  const stand = (mirrors ?? [])
    .filter(({ entityType }) => types.has(entityType))
    .map(({ entityType, rows, asOf, unsent }) => [entityType, rows, asOf, unsent].join());
  const sought = views.map(({ id, settings: { filter, search } }) => [id, filter, search]);
  const rows = useThrottledValue(stand.join(), COUNT_MS);
  const counts = useQuery({
    queryKey: ['view-counts', connectionId, rows, JSON.stringify(sought)],
    queryFn: () => commands.viewCounts(connectionId),
    enabled: views.length > 0,
    placeholderData: (held) => held,
    gcTime: 0,
  });
  return new Map((counts.data ?? []).map(({ id, rows }) => [id, rows]));
}
