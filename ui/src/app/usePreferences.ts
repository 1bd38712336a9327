import { useQuery, useQueryClient } from '@tanstack/react-query';
import { toastError } from '../errors/ErrorNotice';
import { commands, type PreferencesView } from '../ipc/client';
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
    cache.setQueryData(KEY, next);
    commands.setPreferences(next).catch(toastError);
  };
  return { preferences: kept.data, change };
}
