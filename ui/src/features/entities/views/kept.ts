// The lists that are kept of a connection, read once; whoever changes one puts it here as well.

import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { commands, type KeptViewsView, type SavedViewView } from '../../../ipc/client';
import { usePlace } from '../../../place';

const NONE: KeptViewsView = { views: [], allRows: [] };

const keyOf = (connectionId: string) => ['kept-views', connectionId] as const;

export const keptViewsOf = (connectionId: string) => ({
  queryKey: keyOf(connectionId),
  queryFn: () => commands.keptViews(connectionId),
  staleTime: Infinity,
  gcTime: Infinity,
});

export const useKeptViews = (connectionId: string) => useQuery(keptViewsOf(connectionId));

export const useKept = (connectionId: string): KeptViewsView =>
  useKeptViews(connectionId).data ?? NONE;

/** The saved view of the place that is shown; nothing for all rows. */
export function useShownView(connectionId: string, entityType: string): SavedViewView | undefined {
  const id = new URLSearchParams(usePlace().query).get('view');
  const { views } = useKept(connectionId);
  return views.find((view) => view.id === id && view.entityType === entityType);
}

export const keptIn = (cache: QueryClient, connectionId: string): KeptViewsView =>
  cache.getQueryData<KeptViewsView>(keyOf(connectionId)) ?? NONE;

/** A view as it is now, in the place of the one with its id or as a new one. */
export function putView(cache: QueryClient, connectionId: string, view: SavedViewView): void {
  const { views, allRows } = keptIn(cache, connectionId);
  const isNew = !views.some(({ id }) => id === view.id);
  const next = isNew ? [...views, view] : views.map((one) => (one.id === view.id ? view : one));
  cache.setQueryData<KeptViewsView>(keyOf(connectionId), { views: next, allRows });
}

export function dropView(cache: QueryClient, connectionId: string, id: string): void {
  const { views, allRows } = keptIn(cache, connectionId);
  const next = views.filter((one) => one.id !== id);
  cache.setQueryData<KeptViewsView>(keyOf(connectionId), { views: next, allRows });
}

/** What is kept may be another than what was put here. */
export function useReadAgain(connectionId: string): () => void {
  const cache = useQueryClient();
  return () => void cache.invalidateQueries({ queryKey: keyOf(connectionId) });
}
