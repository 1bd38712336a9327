import { useMediaQuery } from '@mantine/hooks';
import { useSyncExternalStore } from 'react';
import { usePreferences } from './usePreferences';

/** As in `css/narrow.css`: there it lies over the rows. */
const NARROW = '(max-width: 760px)';

let isOver = false;
const listeners = new Set<() => void>();

function lay(over: boolean): void {
  isOver = over;
  listeners.forEach((listener) => listener());
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Whether the navigator is shown. In a narrow window only for as long as it is used; else as it was left. */
export function useNavigator() {
  const { preferences, change } = usePreferences();
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const over = useSyncExternalStore(subscribe, () => isOver);
  const open = isNarrow ? over : (preferences?.navigatorOpen ?? true);
  return {
    open,
    isNarrow,
    width: preferences?.navigatorWidth ?? 224,
    toggle: () => (isNarrow ? lay(!over) : change({ navigatorOpen: !open })),
    putAway: () => lay(false),
    setWidth: (navigatorWidth: number) => change({ navigatorWidth }),
  };
}
