// Unsent changes: their review, sending them, and how a run stands.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { toastError } from '../../errors/ErrorNotice';
import { commands, type ChangeView } from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { paths } from '../../paths';

export const useReview = (connectionId: string) =>
  useQuery({ queryKey: keys.review(connectionId), queryFn: () => commands.review(connectionId) });

export const useRun = (runId: string) =>
  useQuery({ queryKey: keys.run(runId), queryFn: () => commands.run(runId) });

export function useReviewActions(connectionId: string) {
  const cache = useQueryClient();
  const [, go] = useLocation();
  const afresh = () => cache.invalidateQueries({ queryKey: keys.review(connectionId) });
  const revert = useMutation({
    mutationFn: ({ change, field }: { change: ChangeView; field: string | null }) =>
      commands.revertChange({
        connectionId,
        entityType: change.entityType,
        id: change.id,
        field,
      }),
    onSuccess: afresh,
    onError: toastError,
  });
  const keepMine = useMutation({
    mutationFn: ({ change, field }: { change: ChangeView; field: string }) =>
      commands.keepMine({
        connectionId,
        entityType: change.entityType,
        id: change.id,
        field,
      }),
    onSuccess: afresh,
    onError: toastError,
  });
  const discard = useMutation({
    mutationFn: () => commands.discardChanges(connectionId),
    onSuccess: afresh,
    onError: toastError,
  });
  const send = useMutation({
    mutationFn: (changeIds: string[]) => commands.sendChanges({ connectionId, changeIds }),
    onSuccess: (run) => {
      cache.setQueryData(keys.run(run.runId), run);
      go(paths.run(connectionId, run.runId));
    },
    onError: toastError,
  });
  return {
    revert: revert.mutate,
    keepMine: keepMine.mutate,
    discard: () => discard.mutate(),
    send: send.mutate,
    sending: send.isPending,
  };
}

export function cancelRun(runId: string): void {
  commands.cancelRun(runId).catch(toastError);
}
