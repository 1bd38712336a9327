import { Button } from '../../components/Button';
import { messages } from '../../messages';
import type { DraftSteps } from './draftSteps';

const words = messages.draftSteps;

/** Shown while there is something to take back or to do again. */
export function UndoAndRedo({ steps: { steps, undo, redo } }: { steps: DraftSteps }) {
  if (!steps?.undo && !steps?.redo) return null;
  return (
    <span className="row row-4">
      <Button
        look="ghost"
        size="xsm"
        square
        icon="undo"
        aria-label={steps.undo ? words.undoWhat(steps.undo) : words.undo}
        title={
          steps.undo ? messages.common.withKeys(words.undoWhat(steps.undo), 'Ctrl Z') : undefined
        }
        disabled={!steps.undo}
        onClick={undo}
      />
      <Button
        look="ghost"
        size="xsm"
        square
        icon="redo"
        aria-label={steps.redo ? words.redoWhat(steps.redo) : words.redo}
        title={
          steps.redo
            ? messages.common.withKeys(words.redoWhat(steps.redo), 'Ctrl Shift Z')
            : undefined
        }
        disabled={!steps.redo}
        onClick={redo}
      />
    </span>
  );
}
