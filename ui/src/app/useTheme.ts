import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import type { ThemeView } from '../ipc/client';
import { usePreferences } from './usePreferences';

/** The kept choice, put on the document. */
export function useTheme() {
  const { preferences, change } = usePreferences();
  const { setColorScheme } = useMantineColorScheme();
  const choice = preferences?.theme ?? 'system';
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
  return { choice, setTheme: (theme: ThemeView) => change({ theme }) };
}
