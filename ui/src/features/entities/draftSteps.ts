// Taking back what was drafted, step by step, and doing it again.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { toastDone } from '../../components/toast';
import { useKeys } from '../../components/useKeys';
import { toastError } from '../../errors/ErrorNotice';
import { inTurn } from '../../inTurn';
import { commands, type DraftStepView, type UndoneStepView } from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { useDraftsChanged } from '../../ipc/useDraftsChanged';
import { messages } from '../../messages';

const words = messages.draftSteps;

/** Undo and redo with their keys, wherever in the window unsent changes are in sight. */
export function useDraftSteps(
  connectionId: string,
  mayWrite: boolean,
  onMoved?: (step: DraftStepView) => void,
) {
  const cache = useQueryClient();
  const changed = useDraftsChanged(connectionId);
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
      toastDone(step ? said(step, left) : nothing);
      if (step) void changed();
      cache.setQueryData(keys.steps(connectionId), steps);
      if (step) onMoved?.(step);
    }).catch(toastError);
  };
  const undo = () => move(commands.undoDraftStep, words.undone, words.nothingToUndo);
  const redo = () => move(commands.redoDraftStep, words.redone, words.nothingToRedo);
  useKeys({ 'mod+z': undo, 'mod+y': redo, 'mod+shift+z': redo });
  return { steps, undo, redo };
}

export type DraftSteps = ReturnType<typeof useDraftSteps>;
