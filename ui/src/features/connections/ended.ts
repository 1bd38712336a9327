import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { commands } from '../../ipc/client';
import { useQuestion } from '../../ipc/question';

/** How a sign-in stood when it was last looked at in this window. */
type Seen = 'holding' | 'ended' | 'asked' | null;

/** A token that nothing renews is past its end, or the core knows that a person is needed. */
export type Over = 'expired' | 'signedOut' | undefined;

const keyOf = (connectionId: string) => ['session-seen', connectionId];

/**
 * Whether a sign-in ended while a person worked with it. What it needs to go on is asked for once, over the work: who
 * closes the question is not asked again.
 */
export function useEnded(connectionId: string, over: Over): boolean {
  const cache = useQueryClient();
  const { askInPassing } = useQuestion();
  const { data: seen } = useQuery<Seen>({
    queryKey: keyOf(connectionId),
    queryFn: skipToken,
    initialData: null,
    gcTime: Infinity,
  });
  useEffect(() => {
    const see = (now: Seen) => cache.setQueryData<Seen>(keyOf(connectionId), now);
    if (!over) see('holding');
    else if (seen === 'holding') see('ended');
    else if (seen === 'ended')
      commands.credentialQuestion(connectionId).then(
        (question) => {
          if (!question) return;
          see('asked');
          askInPassing(question);
        },
        // The banner leads on.
        () => undefined,
      );
    // eslint-disable-next-line react-hooks/exhaustive-deps -- asking is no reason to ask again
  }, [cache, connectionId, over, seen]);
  return over !== undefined && seen !== null;
}

/** A person who signed out is not told that the sign-in ended, nor asked for it. */
export function useSignedOutByOneself() {
  const cache = useQueryClient();
  return (connectionId: string) => cache.setQueryData<Seen>(keyOf(connectionId), null);
}
