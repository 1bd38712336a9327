import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { commands, type RecordHitView } from '../../ipc/client';
import { rank } from './match';

const WAIT_MS = 120;
const SHORTEST = 2;

export interface FoundRecords {
  hits: RecordHitView[];
  /** An answer to what is typed now is still to come. */
  isGoingOn: boolean;
  failed: boolean;
}

/** Records by name: those of the connection in sight, then those of the others. An answer that a newer text overtook is not shown. */
export function useRecords(text: string, inSight: string | undefined): FoundRecords {
  const typed = text.trim();
  const [settled] = useDebouncedValue(typed, WAIT_MS);
  const isAsked = settled.length >= SHORTEST && !settled.startsWith('>');
  const search = (connectionId: string | null, enabled: boolean) => ({
    queryKey: ['found-records', connectionId, settled],
    queryFn: () => commands.searchRecords({ connectionId, text: settled }),
    enabled,
    gcTime: 0,
    placeholderData: (held: RecordHitView[] | undefined) => held,
  });
  const here = useQuery(search(inSight ?? null, isAsked));
  const everywhere = useQuery(search(null, isAsked && inSight !== undefined && here.isSuccess));
  if (typed.length < SHORTEST || typed.startsWith('>'))
    return { hits: [], isGoingOn: false, failed: false };
  const isOld = settled !== typed || here.isPlaceholderData;
  const others = (everywhere.data ?? []).filter((hit) => hit.connectionId !== inSight);
  const hits = [...(here.data ?? []), ...(inSight === undefined ? [] : others)];
  // Until the new answer is there, what the former one has of it.
  const fits = (hit: RecordHitView) => rank(typed, hit.label, hit.detail ?? '') !== undefined;
  return {
    hits: isOld || everywhere.isPlaceholderData ? hits.filter(fits) : hits,
    isGoingOn: settled !== typed || here.isFetching || everywhere.isFetching,
    failed: (here.isError && !here.isFetching) || (everywhere.isError && !everywhere.isFetching),
  };
}
