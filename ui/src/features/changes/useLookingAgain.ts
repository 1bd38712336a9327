import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { toastError } from '../../errors/ErrorNotice';
import { commands, type ReviewSummaryView } from '../../ipc/client';
import { keys } from '../../ipc/queries';

const ASK_MS = 250;
const pause = () => new Promise((done) => setTimeout(done, ASK_MS));

/** Has the rows of all ticked changes read again at the service. */
export function useLookingAgain(connectionId: string) {
  const cache = useQueryClient();
  const [isLooking, setLooking] = useState(false);
  const isStopped = useRef(false);
  useEffect(
    () => () => {
      isStopped.current = true;
    },
    [],
  );
  /** The review as it is then; nothing where it was stopped or failed. */
  const look = async (): Promise<ReviewSummaryView | undefined> => {
    isStopped.current = false;
    setLooking(true);
    try {
      await commands.checkWithService(connectionId);
      for (;;) {
        const now = await commands.reviewSummary(connectionId);
        if (isStopped.current) return undefined;
        cache.setQueryData([...keys.review(connectionId), 'summary'], now);
        if (now.liveCheck === null) {
          void cache.invalidateQueries({ queryKey: keys.review(connectionId) });
          return now;
        }
        await pause();
      }
    } catch (thrown) {
      toastError(thrown);
      return undefined;
    } finally {
      setLooking(false);
    }
  };
  const stop = () => {
    isStopped.current = true;
    commands.cancelCheck(connectionId).catch(toastError);
  };
  return { look, stop, isLooking };
}
