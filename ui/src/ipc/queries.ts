// Reads that more than one feature needs, and the one place where events reach the cache.

import { useQuery, useQueryClient, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect } from 'react';
import {
  events,
  type AnswerView,
  type ConnectionView,
  type FoundView,
  type MirrorView,
  type PaceView,
  type RunSummaryView,
  type SignInView,
} from './client';
import { ahead } from './ahead';
import { countMirrorChange, currentMirrors } from './mirrors';

export const keys = {
  desk: ['desk'] as const,
  catalogue: (id: string) => ['catalogue', id] as const,
  description: (id: string) => ['description', id] as const,
  pace: (id: string) => ['pace', id] as const,
  mirrors: (id: string) => ['mirrors', id] as const,
  signIn: (id: string) => ['sign-in', id] as const,
  way: (signInId: string) => ['way', signInId] as const,
  run: (id: string) => ['run', id] as const,
  /** The run of a connection that is under way. */
  going: (connectionId: string) => ['going-run', connectionId] as const,
  waitingRuns: (connectionId: string) => ['waiting-runs', connectionId] as const,
  review: (id: string) => ['review', id] as const,
  steps: (id: string) => ['steps', id] as const,
  entity: (id: string, entityType: string) => ['entity', id, entityType] as const,
  dataOnDisk: ['data-on-disk'] as const,
  journal: ['journal'] as const,
  notes: ['notes'] as const,
  /** Of all tokens and what is known of them. */
  tokens: ['token'] as const,
  /** Of one token: by its place. */
  token: (place: string) => ['token', place] as const,
  answer: (id: number) => ['answer', id] as const,
  found: (id: string, entityType: string) => ['found', id, entityType] as const,
};

export const useDesk = () => useQuery({ queryKey: keys.desk, queryFn: () => ahead.desk() });

export function useConnection(connectionId: string | undefined) {
  const desk = useDesk();
  return desk.data?.connections.find((connection) => connection.id === connectionId);
}

/** How fast a connection asks its service: as the desk told it first, then as events tell it. */
export const usePace = ({ id, pace }: ConnectionView): PaceView | null =>
  useQuery({ queryKey: keys.pace(id), queryFn: () => pace, enabled: false, initialData: pace })
    .data;

export const useCatalogue = (connectionId: string) =>
  useQuery({
    queryKey: keys.catalogue(connectionId),
    queryFn: () => ahead.catalogue(connectionId),
    staleTime: Infinity,
  });

export const useMirrors = (connectionId: string) =>
  useQuery({ queryKey: keys.mirrors(connectionId), queryFn: () => currentMirrors(connectionId) });

/** Events say what changed; the cache is brought along. */
export function useCoreEvents(): void {
  const cache = useQueryClient();
  useEffect(() => {
    const stops = [
      events.deskChanged.listen(({ payload }) => {
        // Without a connection, events were lost on the way: everything is asked afresh.
        if (payload.connectionId === null) {
          cache.setQueriesData({ queryKey: ['going-run'] }, null);
          void cache.invalidateQueries();
        }
        void cache.invalidateQueries({ queryKey: keys.desk });
        void cache.invalidateQueries({ queryKey: ['review'] });
        void cache.invalidateQueries({ queryKey: ['steps'] });
        void cache.invalidateQueries({ queryKey: keys.tokens });
      }),
      events.mirrorChanged.listen(({ payload }) =>
        takeMirror(cache, payload.connectionId, payload.mirror),
      ),
      events.paceChanged.listen(({ payload }) => {
        cache.setQueryData<PaceView | null>(keys.pace(payload.connectionId), payload.pace);
      }),
      events.catalogueChanged.listen(({ payload }) => {
        void cache.invalidateQueries({ queryKey: keys.catalogue(payload.connectionId) });
        void cache.invalidateQueries({ queryKey: ['entity', payload.connectionId] });
        void cache.invalidateQueries({ queryKey: keys.description(payload.connectionId) });
      }),
      events.signInProgressed.listen(({ payload }) => {
        takeNewest<SignInView>(cache, keys.signIn(payload.signIn.signInId), payload.signIn);
      }),
      events.answerChanged.listen(({ payload }) => {
        takeNewest<AnswerView>(cache, keys.answer(payload.answer.answerId), payload.answer);
      }),
      events.reviewMoved.listen(
        ({ payload }) =>
          void cache.invalidateQueries({ queryKey: keys.review(payload.connectionId) }),
      ),
      events.runMoved.listen(({ payload }) => takeRun(cache, payload.run)),
    ];
    return () => stops.forEach((stop) => void stop.then((end) => end()));
  }, [cache]);
}

function takeMirror(cache: QueryClient, connectionId: string, mirror: MirrorView): void {
  countMirrorChange(connectionId);
  cache.setQueryData<MirrorView[]>(keys.mirrors(connectionId), (held) => {
    if (!held) return held;
    const others = held.some((one) => one.entityType === mirror.entityType);
    return others
      ? held.map((one) => (one.entityType === mirror.entityType ? mirror : one))
      : [...held, mirror];
  });
  if (mirror.found)
    cache.setQueryData<FoundView>(keys.found(connectionId, mirror.entityType), mirror.found);
  void cache.invalidateQueries({ queryKey: keys.entity(connectionId, mirror.entityType) });
  if (mirror.state !== 'loading') void cache.invalidateQueries({ queryKey: keys.dataOnDisk });
}

/** An event is newer than an answer that is still on its way, which must not come over it. */
function takeNewest<T>(cache: QueryClient, key: QueryKey, told: T): void {
  void cache.cancelQueries({ queryKey: key, exact: true }, { revert: false });
  cache.setQueryData<T>(key, told);
}

/** The summary is told with the event; rows that are looked at are read afresh. */
function takeRun(cache: QueryClient, run: RunSummaryView): void {
  const key = keys.run(run.runId);
  const isGoing = run.state === 'running';
  const wasGoing = cache.getQueryData<RunSummaryView | null>(keys.going(run.connectionId)) != null;
  takeNewest(cache, key, run);
  takeNewest(cache, keys.going(run.connectionId), isGoing ? run : null);
  void cache.invalidateQueries({ queryKey: [...key, 'rows'] });
  if (isGoing && wasGoing) return;
  void cache.invalidateQueries({ queryKey: keys.waitingRuns(run.connectionId) });
  if (isGoing) return;
  void cache.invalidateQueries({ queryKey: [...key, 'failures'] });
  void cache.invalidateQueries({ queryKey: keys.review(run.connectionId) });
  void cache.invalidateQueries({ queryKey: keys.journal });
  // What the service turned out not to offer (405) is not offered from now on.
  if (run.refused > 0) void cache.invalidateQueries({ queryKey: keys.catalogue(run.connectionId) });
}
