import { useQuery, useQueryClient } from '@tanstack/react-query';
import { toastError } from '../errors/ErrorNotice';
import { commands, type PreferencesView } from '../ipc/client';
import { inTurn } from '../inTurn';
import { start } from '../ipc/start';

const KEY = ['preferences'] as const;

/** How the window looks and behaves, and a way to change it: at once here, then kept. */
export function usePreferences() {
  const cache = useQueryClient();
  const kept = useQuery({
    queryKey: KEY,
    queryFn: () => commands.preferences(),
    staleTime: Infinity,
    placeholderData: start?.preferences,
  });
  const change = (part: Partial<PreferencesView>) => {
    const held = cache.getQueryData<PreferencesView>(KEY);
    if (!held) return;
    const next = { ...held, ...part };
    const shown = cache.setQueryData<PreferencesView>(KEY, next);
    inTurn('preferences', () => commands.setPreferences(next)).catch((thrown: unknown) => {
      toastError(thrown);
      // What was changed since then is still to be written.
      if (cache.getQueryData(KEY) === shown) void cache.invalidateQueries({ queryKey: KEY });
    });
  };
  return { preferences: kept.data, change };
}
