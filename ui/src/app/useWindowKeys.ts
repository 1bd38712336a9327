import { useLocation } from 'wouter';
import { useKeys, type KeyMap } from '../components/useKeys';
import type { ConnectionView } from '../ipc/client';
import { paths } from '../paths';
import { nextPane } from './panes';
import { stepped } from './textSize';
import { usePreferences } from './usePreferences';

interface WindowKeys {
  connections: ConnectionView[];
  onConnection(connection: ConnectionView): void;
  onHelp(): void;
  onPalette(): void;
}

const isDark = () => document.documentElement.dataset['theme'] === 'dark';

/** The keys that work on every screen. */
export function useWindowKeys({ connections, onConnection, onHelp, onPalette }: WindowKeys): void {
  const [, go] = useLocation();
  const { preferences, change } = usePreferences();
  const size = (textSize: number) => change({ textSize });
  const larger = () => preferences && size(stepped(preferences.textSize, 1));
  const smaller = () => preferences && size(stepped(preferences.textSize, -1));
  const digits: KeyMap = Object.fromEntries(
    Array.from({ length: 9 }, (_, i) => [
      `mod+${i + 1}`,
      () => connections[i] && onConnection(connections[i]),
    ]),
  );
  useKeys({
    ...digits,
    f1: onHelp,
    'mod+k': onPalette,
    'mod+shift+a': () => go(paths.activity),
    'mod+shift+t': () => go(paths.tokens),
    'mod+,': () => go(paths.settings),
    'mod++': larger,
    // Where plus is shifted, as on a US keyboard.
    'mod+shift++': larger,
    'mod+=': larger,
    'mod+-': smaller,
    'mod+0': () => size(100),
    'mod+shift+l': () => change({ theme: isDark() ? 'light' : 'dark' }),
    f6: () => nextPane(1),
    'shift+f6': () => nextPane(-1),
  });
}
