// The journal as it is asked for: runs by page, their writes by window, counts, proofs.

import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { toastDone } from '../../components/toast';
import { toastError } from '../../errors/ErrorNotice';
import { commands, type JournalFileKind, type JournalQuery } from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { messages } from '../../messages';
import { EVERYTHING } from './asked';

const RUNS = 50;
const WRITES = 100;
const ASK_MS = 1000;

export const useRuns = (query: JournalQuery) =>
  useInfiniteQuery({
    queryKey: [...keys.journal, 'runs', query],
    queryFn: ({ pageParam }) => commands.journalRuns({ query, before: pageParam, limit: RUNS }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

/** The writes of one run that are asked for. */
export const useWrites = (query: JournalQuery, runId: string, connectionId: string) =>
  useInfiniteQuery({
    queryKey: [...keys.journal, 'writes', query, connectionId, runId],
    queryFn: ({ pageParam }) =>
      commands.journalWrites({
        query: { ...query, runId, connectionId },
        from: pageParam,
        count: WRITES,
      }),
    initialPageParam: 0,
    getNextPageParam: (page, pages) => {
      const told = pages.reduce((sum, one) => sum + one.writes.length, 0);
      return told < page.total && page.writes.length > 0 ? told : null;
    },
  });

export const useCounts = (query: JournalQuery) =>
  useQuery({
    queryKey: [...keys.journal, 'counts', query],
    queryFn: () => commands.journalCounts(query),
    placeholderData: keepPreviousData,
  });

/** Of all there is, whatever is asked for. */
export const useAnyWrites = () => useCounts(EVERYTHING);

/** Entries that are not in what is searched yet; with the last of them the list is asked for afresh. */
export function useBehind(): number {
  const cache = useQueryClient();
  const behind = useQuery({
    queryKey: ['journal-behind'],
    queryFn: () => commands.journalBehind(),
    refetchInterval: ({ state }) => (state.data === 0 ? false : ASK_MS),
  }).data;
  const was = useRef(behind);
  useEffect(() => {
    if (behind === 0 && (was.current ?? 0) > 0)
      void cache.invalidateQueries({ queryKey: keys.journal });
    was.current = behind;
  }, [behind, cache]);
  return behind ?? 0;
}

export const useProofs = () =>
  useQuery({
    queryKey: [...keys.journal, 'proofs'],
    queryFn: () => commands.verifyJournals(),
    staleTime: Infinity,
  });

export function useExport() {
  const { mutate, isPending } = useMutation({
    mutationFn: ({ query, kind }: { query: JournalQuery; kind: JournalFileKind }) =>
      commands.exportJournal(query, kind),
    onSuccess: (name) => name !== null && toastDone(messages.activity.exported(name)),
    onError: toastError,
  });
  return { save: mutate, isSaving: isPending };
}
