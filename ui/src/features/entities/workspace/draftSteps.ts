// Taking back what was drafted, step by step, and doing it again.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { toastDone } from '../../../components/toast';
import { toastError } from '../../../errors/ErrorNotice';
import { inTurn } from '../../../inTurn';
import { commands, type UndoneStepView } from '../../../ipc/client';
import { keys } from '../../../ipc/queries';
import { messages } from '../../../messages';
import { openRecord } from '../openRecord';

const words = messages.draftSteps;

export function useDraftSteps(connectionId: string, mayWrite: boolean, onMoved: () => void) {
  const cache = useQueryClient();
  const { data: steps } = useQuery({
    queryKey: keys.steps(connectionId),
    queryFn: () => commands.draftSteps(connectionId),
  });
  const move = (
    run: (connectionId: string) => Promise<UndoneStepView>,
    said: (typeof words)['undone'],
    nothing: string,
  ) => {
    if (!mayWrite) return toastDone(messages.workspace.readOnly);
    // What is still being kept is a step before this one.
    void inTurn(`cells of ${connectionId}`, async () => {
      const { step, left, steps } = await run(connectionId);
      cache.setQueryData(keys.steps(connectionId), steps);
      toastDone(step ? said(step, left) : nothing);
      if (!step) return;
      for (const queryKey of [
        keys.desk,
        keys.review(connectionId),
        keys.mirrors(connectionId),
        ['entity', connectionId],
      ])
        void cache.invalidateQueries({ queryKey });
      onMoved();
      const { entityType, id } = step;
      if (entityType !== null && id !== null && !id.startsWith('new:'))
        openRecord({ connectionId, entityType, id });
    }).catch(toastError);
  };
  return {
    steps,
    undo: () => move(commands.undoDraftStep, words.undone, words.nothingToUndo),
    redo: () => move(commands.redoDraftStep, words.redone, words.nothingToRedo),
  };
}

export type DraftSteps = ReturnType<typeof useDraftSteps>;
