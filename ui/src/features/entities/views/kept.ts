// The lists that are kept of a connection, read once; whoever changes one puts it here as well.

import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { ahead } from '../../../ipc/ahead';
import type { KeptViewsView, SavedViewView } from '../../../ipc/client';
import { usePlace } from '../../../place';

const NONE: KeptViewsView = { views: [], allRows: [] };

const keyOf = (connectionId: string) => ['kept-views', connectionId] as const;

export const keptViewsOf = (connectionId: string) => ({
  queryKey: keyOf(connectionId),
  queryFn: () => ahead.keptViews(connectionId),
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

function change(
  cache: QueryClient,
  connectionId: string,
  changed: (views: SavedViewView[]) => SavedViewView[],
): void {
  cache.setQueryData<KeptViewsView>(
    keyOf(connectionId),
    (kept) => kept && { ...kept, views: changed(kept.views) },
  );
}

/** A view as it is now, in the place of the one with its id or as a new one. */
export const putView = (cache: QueryClient, connectionId: string, view: SavedViewView): void =>
  change(cache, connectionId, (views) =>
    views.some(({ id }) => id === view.id)
      ? views.map((one) => (one.id === view.id ? view : one))
      : [...views, view],
  );

/** A part of a view; the rest stays as it is by now. */
export const putPart = (
  cache: QueryClient,
  connectionId: string,
  part: Pick<SavedViewView, 'id'> & Partial<SavedViewView>,
): void =>
  change(cache, connectionId, (views) =>
    views.map((one) => (one.id === part.id ? { ...one, ...part } : one)),
  );

export const dropView = (cache: QueryClient, connectionId: string, id: string): void =>
  change(cache, connectionId, (views) => views.filter((one) => one.id !== id));

/** What is kept may be another than what was put here. */
export function useReadAgain(connectionId: string): () => void {
  const cache = useQueryClient();
  return () => void cache.invalidateQueries({ queryKey: keyOf(connectionId) });
}
