// Commands of the place that is shown, for the palette: whoever has some offers them while it is there.

import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { IconName } from './components/Icon';

export interface CommandHere {
  id: string;
  icon: IconName;
  label: string;
  /** What it is about, beside its name. */
  detail?: string;
  run(): void;
}

const offers = new Map<object, CommandHere[]>();
let offered: CommandHere[] = [];
const listeners = new Set<() => void>();

function tell(): void {
  offered = [...offers.values()].flat();
  listeners.forEach((listener) => listener());
}

/** Offers `commands` until the component goes; several may offer theirs. */
export function useOfferCommands(commands: CommandHere[]): void {
  const now = useRef(commands);
  useEffect(() => {
    now.current = commands;
  });
  const names = commands.map(({ id, label, detail }) => [id, label, detail].join()).join('\n');
  useEffect(() => {
    const offer = {};
    const run = (id: string) => now.current.find((command) => command.id === id)?.run();
    offers.set(
      offer,
      now.current.map((command) => ({ ...command, run: () => run(command.id) })),
    );
    tell();
    return () => {
      offers.delete(offer);
      tell();
    };
  }, [names]);
}

export const useCommandsHere = (): CommandHere[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => offered,
  );
