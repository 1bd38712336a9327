// Commands of the place that is shown, for the palette: a screen offers them while it is there.

import { useEffect, useSyncExternalStore } from 'react';
import type { IconName } from '../../components/Icon';

export interface CommandHere {
  id: string;
  icon: IconName;
  label: string;
  run(): void;
}

let offered: CommandHere[] = [];
const listeners = new Set<() => void>();

function offer(commands: CommandHere[]): void {
  offered = commands;
  listeners.forEach((listener) => listener());
}

/** Offers `commands` until the component goes. The newest ones count. */
export function useOfferCommands(commands: CommandHere[]): void {
  useEffect(() => {
    offered = commands;
  });
  const labels = commands.map((command) => command.label).join('\n');
  useEffect(() => {
    offer(offered);
    return () => offer([]);
  }, [labels]);
}

export const useCommandsHere = (): CommandHere[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => offered,
  );
