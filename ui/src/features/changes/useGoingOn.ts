import { useEffect, useRef } from 'react';
import type { ConnectionView, RunSummaryView } from '../../ipc/client';
import { useRunActions } from './runQueries';

/** Runs that a person signs in for: they go on when that is done. */
const asked = new Set<string>();

export const goOnAfterSignIn = (runId: string): void => void asked.add(runId);

/** A run that waits for a sign-in goes on when there is one. Whether it is the same person's, the core knows. */
export function useGoingOn(
  connection: ConnectionView | undefined,
  run: RunSummaryView | undefined,
): void {
  const { resume } = useRunActions(run?.runId ?? '');
  const waited = useRef(false);
  const isOut = connection?.session.state === 'signedOut';
  const isWaiting = run?.waitsFor === 'signIn';
  useEffect(() => {
    if (!isWaiting || connection === undefined) return;
    if (isOut) {
      waited.current = true;
      return;
    }
    if (!waited.current && !asked.has(run.runId)) return;
    waited.current = false;
    asked.delete(run.runId);
    resume();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the sign-in is back
  }, [isOut, isWaiting, connection === undefined]);
}
