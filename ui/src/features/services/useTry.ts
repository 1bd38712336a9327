import { useEffect, useRef, useState } from 'react';
import type { OpenConnectionView } from '../../ipc/client';
import { useSignIn, useSignInActions } from '../sign-in/queries';

/** A sign-in without a browser, followed to its end where it was begun. */
export function useTry(onSignedIn: (connectionId: string) => void) {
  const [signInId, setSignInId] = useState<string>();
  const { data: signIn, error } = useSignIn(signInId);
  const { cancel } = useSignInActions(signInId ?? '');
  const latest = useRef(onSignedIn);
  useEffect(() => {
    latest.current = onSignedIn;
  });
  const connectionId = signIn?.step === 'signedIn' ? signIn.connectionId : null;
  useEffect(() => {
    if (connectionId) latest.current(connectionId);
  }, [connectionId]);
  const hasEnded = signIn?.step === 'failed' || signIn?.step === 'cancelled' || error !== null;
  return {
    follow: (opened: OpenConnectionView) => {
      if (opened.connectionId) onSignedIn(opened.connectionId);
      else setSignInId(opened.signInId ?? undefined);
    },
    isRunning: signInId !== undefined && !hasEnded,
    signIn,
    /** Why it ended; a person's own cancel is no error. */
    error: signIn?.step === 'cancelled' ? null : (signIn?.error ?? error),
    /** What came of it is no longer told. */
    forget: () => setSignInId(undefined),
    cancel: () => {
      cancel.mutate();
      setSignInId(undefined);
    },
  };
}
