import { useMediaQuery } from '@mantine/hooks';
import { useLayoutEffect } from 'react';
import { usePreferences } from './usePreferences';

const DARK = '(prefers-color-scheme: dark)';

/** Puts theme, density and motion on the document; gives the theme that is shown now. */
export function useAppearance(): 'light' | 'dark' {
  const { preferences } = usePreferences();
  const systemIsDark = useMediaQuery(DARK, undefined, { getInitialValueInEffect: false });
  const { theme = 'system', density = 'standard', lessMotion = false } = preferences ?? {};
  const shown = theme === 'system' ? (systemIsDark ? 'dark' : 'light') : theme;
  useLayoutEffect(() => {
    const page = document.documentElement.dataset;
    page['theme'] = shown;
    page['density'] = density;
    page['motion'] = lessMotion ? 'less' : 'system';
  }, [shown, density, lessMotion]);
  return shown;
}
