// Runs of the sender: how they stand, and what is done with them.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toastDone } from '../../components/toast';
import { toastError } from '../../errors/ErrorNotice';
import { commands } from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { messages } from '../../messages';

export const useRun = (runId: string) =>
  useQuery({ queryKey: keys.run(runId), queryFn: () => commands.runSummary(runId) });

/** What stands together in a run; it does not change while the run goes on. */
export const useRunParts = (runId: string) =>
  useQuery({
    queryKey: ['run-parts', runId],
    queryFn: () => commands.runParts(runId),
    staleTime: Infinity,
  });

export const useFailures = (runId: string, enabled: boolean) =>
  useQuery({
    queryKey: [...keys.run(runId), 'failures'],
    queryFn: () => commands.runFailures(runId),
    enabled,
  });

export function useRunActions(runId: string) {
  const cache = useQueryClient();
  const resume = useMutation({
    mutationFn: () => commands.resumeRun(runId),
    onSuccess: (run) => {
      cache.setQueryData(keys.run(runId), run);
      void cache.invalidateQueries({ queryKey: keys.waitingRuns(run.connectionId) });
    },
    onError: toastError,
  });
  const pause = useMutation({ mutationFn: () => commands.pauseRun(runId), onError: toastError });
  const stop = useMutation({ mutationFn: () => commands.cancelRun(runId), onError: toastError });
  const report = useMutation({
    mutationFn: () => commands.saveRunReport(runId),
    onSuccess: (name) => name !== null && toastDone(messages.runs.reportSaved(name)),
    onError: toastError,
  });
  return {
    resume: () => resume.mutate(),
    isResuming: resume.isPending,
    pause: () => pause.mutate(),
    stop: () => stop.mutate(),
    isStopping: stop.isPending || pause.isPending,
    saveReport: () => report.mutate(),
    isSaving: report.isPending,
  };
}
