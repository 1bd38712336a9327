// How many rows each saved view of a connection shows: counted by one, read by whoever shows it.

import { useThrottledValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { commands, type MirrorView } from '../../../ipc/client';
import { useKept } from './kept';

/** While rows stream in, they are counted at most this often. */
const COUNT_MS = 2000;

const countsOf = (connectionId: string) => ({
  queryKey: ['view-counts', connectionId],
  queryFn: () => commands.viewCounts(connectionId),
  gcTime: 0,
});

/** Counts the saved views, and anew when their rows or what they ask for change. */
export function useCounting(connectionId: string, mirrors: MirrorView[] | undefined): void {
  const cache = useQueryClient();
  const { views } = useKept(connectionId);
  const types = new Set(views.map((view) => view.entityType));
  const stand = (mirrors ?? [])
    .filter(({ entityType }) => types.has(entityType))
    .map(({ entityType, rows, asOf, unsent }) => [entityType, rows, asOf, unsent].join());
  const rows = useThrottledValue(stand.join(), COUNT_MS);
  const sought = views.map(({ id, settings: { filter, search } }) => [id, filter, search]);
  const counted = JSON.stringify([connectionId, rows, sought]);
  const last = useRef(counted);
  useQuery({ ...countsOf(connectionId), enabled: views.length > 0 && mirrors !== undefined });
  useEffect(() => {
    if (last.current === counted) return;
    last.current = counted;
    void cache.invalidateQueries({ queryKey: countsOf(connectionId).queryKey });
  }, [cache, connectionId, counted]);
}

/** By the id of the view, as last counted. A count that is not there yet is missing. */
export function useViewCounts(connectionId: string): Map<string, number> {
  const counts = useQuery({ ...countsOf(connectionId), enabled: false });
  return new Map((counts.data ?? []).map(({ id, rows }) => [id, rows]));
}
