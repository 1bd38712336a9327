// Unsent changes: their review, and what is done with them.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { toastDone } from '../../components/toast';
import { toastError } from '../../errors/ErrorNotice';
import {
  commands,
  type ChangeChoice,
  type ChangeView,
  type ConflictSide,
  type DoubtAnswer,
  type ReviewCountsView,
  type ReviewRowsView,
} from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { useDraftsChanged } from '../../ipc/useDraftsChanged';
import { messages } from '../../messages';
import { paths } from '../../paths';

export const useSummary = (connectionId: string) =>
  useQuery({
    queryKey: [...keys.review(connectionId), 'summary'],
    queryFn: () => commands.reviewSummary(connectionId),
  });

export const rowsKey = (connectionId: string) => [...keys.review(connectionId), 'rows'];

export const useDoubts = (connectionId: string) =>
  useQuery({
    queryKey: [...keys.review(connectionId), 'doubts'],
    queryFn: () => commands.doubts(connectionId),
  });

export function useReviewActions(connectionId: string) {
  const cache = useQueryClient();
  const changed = useDraftsChanged(connectionId);
  const after = { onSuccess: () => changed(), onError: toastError };
  const revert = useMutation({
    mutationFn: ({ change, field }: { change: ChangeView; field: string | null }) =>
      commands.revertChange({
        connectionId,
        entityType: change.entityType,
        id: change.id,
        field,
      }),
    ...after,
  });
  const keepMine = useMutation({
    mutationFn: ({ change, field }: { change: ChangeView; field: string }) =>
      commands.keepMine({
        connectionId,
        entityType: change.entityType,
        id: change.id,
        field,
      }),
    ...after,
  });
  const settle = useMutation({
    mutationFn: ({ change, side }: { change: ChangeView; side: ConflictSide }) =>
      commands.settleConflict({ connectionId, changeId: change.changeId, side }),
    ...after,
  });
  const edit = useMutation({
    mutationFn: ({ change, field, value }: { change: ChangeView; field: string; value: unknown }) =>
      commands.editFields({
        connectionId,
        entityType: change.entityType,
        edits: [{ id: change.id, field, value }],
        step: null,
      }),
    ...after,
  });
  const include = useMutation({
    mutationFn: ({ changes, isIncluded }: { changes: ChangeChoice; isIncluded: boolean }) =>
      commands.includeChanges({ connectionId, changes, isIncluded }),
    onMutate: ({ changes, isIncluded }) => {
      // The tick stands at once; the counts follow.
      cache.setQueriesData<ReviewRowsView['rows']>({ queryKey: rowsKey(connectionId) }, (held) =>
        held?.map((row) => (isMeant(changes, row.change) ? { ...row, isIncluded } : row)),
      );
    },
    ...after,
  });
  const discard = useMutation({
    mutationFn: () => commands.discardChanges(connectionId),
    ...after,
  });
  const [back, mine, side, typed, ticked, all] = [
    revert.mutate,
    keepMine.mutate,
    settle.mutate,
    edit.mutate,
    include.mutate,
    discard.mutate,
  ];
  // The same as long as it does the same: rows that hold it are not drawn again.
  return useMemo(
    () => ({
      revert: back,
      keepMine: mine,
      settle: side,
      edit: typed,
      include: ticked,
      discard: () => all(),
    }),
    [back, mine, side, typed, ticked, all],
  );
}

export type ReviewActions = ReturnType<typeof useReviewActions>;

function isMeant(choice: ChangeChoice, change: ChangeView): boolean {
  switch (choice.kind) {
    case 'all':
      return true;
    case 'group':
      return choice.entityType === change.entityType;
    case 'ids':
      return choice.changeIds.includes(change.changeId);
  }
}

/** What a person saw of that which Send sends. */
type LookedAt = Pick<ReviewCountsView, 'edits' | 'creates' | 'deletes'>;

/** All that is ticked and was looked at, or just these; then the run is in sight. */
export function useSending(connectionId: string) {
  const cache = useQueryClient();
  const [, go] = useLocation();
  const send = useMutation({
    mutationFn: async (what: string[] | LookedAt) => {
      if (Array.isArray(what))
        return (await commands.sendChanges({ connectionId, changeIds: what })).runId;
      const { edits, creates, deletes } = what;
      const run = await commands.sendReviewed({ connectionId, edits, creates, deletes });
      // An event may have told more of it already.
      cache.setQueryData(keys.run(run.runId), (held: unknown) => held ?? run);
      return run.runId;
    },
    onSuccess: (runId) => go(paths.run(connectionId, runId)),
    onError: (error) => {
      // What is ticked may be something else by now.
      void cache.invalidateQueries({ queryKey: keys.review(connectionId) });
      toastError(error);
    },
  });
  return {
    sendReviewed: (lookedAt: LookedAt) => send.mutate(lookedAt),
    send: (changeIds: string[]) => send.mutate(changeIds),
    isSending: send.isPending,
  };
}

export function useChangeFile(connectionId: string) {
  const { mutate, isPending } = useMutation({
    mutationFn: () => commands.saveChangeFile(connectionId),
    onSuccess: (name) => name !== null && toastDone(messages.review.fileSaved(name)),
    onError: toastError,
  });
  return { save: () => mutate(), isSaving: isPending };
}

export function useDoubtActions(connectionId: string) {
  const cache = useQueryClient();
  const after = {
    onSuccess: () => {
      // What became of it counts in its run as well.
      void cache.invalidateQueries({ queryKey: ['run'] });
      return cache.invalidateQueries({ queryKey: keys.review(connectionId) });
    },
    onError: toastError,
  };
  const answer = useMutation({
    mutationFn: ({ changeId, answer }: { changeId: string; answer: DoubtAnswer }) =>
      commands.answerDoubt({ connectionId, changeId, answer }),
    ...after,
  });
  const look = useMutation({
    mutationFn: (changeId: string) => commands.lookAgain(connectionId, changeId),
    ...after,
  });
  return {
    answer: answer.mutate,
    look: look.mutate,
    isBusy: answer.isPending || look.isPending,
    isLooking: look.isPending,
  };
}
