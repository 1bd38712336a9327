import { inSentence } from '../format/inSentence';
import { count } from '../format/numbers';
import type { DraftStepKindView, DraftStepView } from '../ipc/client';
import { plural } from './plural';

const DONE: Record<DraftStepKindView, string> = {
  edit: 'edit',
  bulkEdit: 'bulk edit',
  paste: 'paste',
  fill: 'fill',
  create: 'new',
  duplicate: 'copy',
  delete: 'mark for deletion',
  act: 'action',
  revert: 'taking back',
  discard: 'discarding',
  settle: 'choice between two changes',
  undo: 'opposite of what was sent',
  changeFile: 'change file',
};

/** "bulk edit of Rate, 1,204 time entries". */
function called(step: DraftStepView): string {
  const records =
    step.title === null || step.plural === null
      ? plural(step.records, '# record', '# records')
      : `${count(step.records)} ${inSentence(step.records === 1 ? step.title : step.plural)}`;
  return step.fieldTitle === null
    ? `${DONE[step.kind]}, ${records}`
    : `${DONE[step.kind]} of ${step.fieldTitle}, ${records}`;
}

const stayed = (left: number): string =>
  left === 0
    ? ''
    : plural(
        left,
        ' # of them became something else since and stays as it is.',
        ' # of them became something else since and stay as they are.',
      );

export const draftSteps = {
  undo: 'Undo',
  redo: 'Redo',
  undoWhat: (step: DraftStepView) => `Undo: ${called(step)}`,
  redoWhat: (step: DraftStepView) => `Redo: ${called(step)}`,
  undone: (step: DraftStepView, left: number) => `Undone: ${called(step)}.${stayed(left)}`,
  redone: (step: DraftStepView, left: number) => `Done again: ${called(step)}.${stayed(left)}`,
  nothingToUndo: 'There is nothing to undo.',
  nothingToRedo: 'There is nothing to redo.',
};
