import { useMantineColorScheme } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { toastError } from '../errors/ErrorNotice';
import { commands, type ThemeView } from '../ipc/client';

const KEY = ['theme'] as const;

/** The kept choice, put on the document. */
export function useTheme() {
  const cache = useQueryClient();
  const { setColorScheme } = useMantineColorScheme();
  const kept = useQuery({ queryKey: KEY, queryFn: () => commands.theme(), staleTime: Infinity });
  const choice = kept.data ?? 'system';
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      const scheme = choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice;
      document.documentElement.dataset['theme'] = scheme;
      setColorScheme(scheme);
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [choice, setColorScheme]);
  const change = useMutation({
    mutationFn: (theme: ThemeView) => commands.setTheme(theme),
    onMutate: (theme) => cache.setQueryData(KEY, theme),
    onError: toastError,
  });
  return { choice, setTheme: (theme: ThemeView) => change.mutate(theme) };
}
