import { skipToken, useQuery } from '@tanstack/react-query';
import { commands, type RunSummaryView } from '../../ipc/client';
import { keys } from '../../ipc/queries';

/** Runs of a connection that wait to go on, oldest first. */
export const useWaitingRuns = (connectionId: string): RunSummaryView[] =>
  useQuery({
    queryKey: keys.waitingRuns(connectionId),
    queryFn: () => commands.waitingRuns(connectionId),
  }).data ?? [];

/** The run of a connection that is under way, as events tell of it. */
export const useGoingRun = (connectionId: string): RunSummaryView | null | undefined =>
  useQuery<RunSummaryView | null>({
    queryKey: keys.going(connectionId),
    queryFn: skipToken,
    staleTime: Infinity,
  }).data;

/** A run that still has some of the unsent changes to send. */
export function useOpenRun(connectionId: string): RunSummaryView | undefined {
  const going = useGoingRun(connectionId);
  const waiting = useWaitingRuns(connectionId).filter((run) => run.left > 0);
  return going ?? waiting[0];
}
