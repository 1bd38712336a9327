import { useEffect, useRef, useState } from 'react';
import { commands, type ReferenceView } from '../../../ipc/client';

export type Asking =
  | { state: 'idle' }
  | { state: 'asking'; seconds: number }
  | { state: 'answered'; found: ReferenceView[] }
  | { state: 'failed'; error: unknown };

const IDLE: Asking = { state: 'idle' };

/** A search at the service for one text at a time; giving it up leaves its answer unheard. */
export function useAskedReferences(connectionId: string, entityTypes: string[], text: string) {
  const [held, setHeld] = useState<{ text: string; asking: Asking }>({ text, asking: IDLE });
  const turn = useRef(0);
  // What was asked for another text says nothing of this one.
  const asking = held.text === text ? held.asking : IDLE;
  const isAsking = asking.state === 'asking';
  const set = (next: Asking) => setHeld({ text, asking: next });
  const ask = () => {
    const mine = (turn.current += 1);
    const tell = (next: Asking) => mine === turn.current && set(next);
    set({ state: 'asking', seconds: 0 });
    commands.askReferences({ connectionId, entityTypes, text }).then(
      (found) => tell({ state: 'answered', found }),
      (error: unknown) => tell({ state: 'failed', error }),
    );
  };
  const stop = () => {
    turn.current += 1;
    set(IDLE);
  };
  useEffect(() => {
    if (!isAsking) return;
    const timer = setInterval(
      () =>
        setHeld((now) =>
          now.asking.state === 'asking'
            ? { ...now, asking: { state: 'asking', seconds: now.asking.seconds + 1 } }
            : now,
        ),
      1000,
    );
    return () => clearInterval(timer);
  }, [isAsking]);
  useEffect(
    () => () => {
      turn.current += 1;
    },
    [],
  );
  return { asking, ask, stop };
}
