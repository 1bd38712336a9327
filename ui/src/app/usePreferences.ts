import { useQuery, useQueryClient } from '@tanstack/react-query';
import { toastError } from '../errors/ErrorNotice';
import { commands, type PreferencesView } from '../ipc/client';

const KEY = ['preferences'] as const;

/** How the window looks and behaves, and a way to change it: at once here, then kept. */
export function usePreferences() {
  const cache = useQueryClient();
  const kept = useQuery({
    queryKey: KEY,
    queryFn: () => commands.preferences(),
    staleTime: Infinity,
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
