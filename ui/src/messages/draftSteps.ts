import { inSentence } from '../format/inSentence';
import { count } from '../format/numbers';
import type { DraftStepKindView, DraftStepView } from '../ipc/client';
import { plural } from './plural';

type Words = (records: string, field: string | null) => string;

const CALLED: Record<DraftStepKindView, Words> = {
  edit: (records, field) => (field ? `${field} changed on ${records}` : `Changes of ${records}`),
  bulkEdit: (records, field) =>
    field ? `${field} changed on ${records}` : `One change of ${records}`,
  paste: (records, field) => (field ? `${field} pasted on ${records}` : `Paste into ${records}`),
  fill: (records, field) =>
    field ? `${field} filled down on ${records}` : `Fill down in ${records}`,
  create: (records) => `New: ${records}`,
  duplicate: (records) => `Copied: ${records}`,
  delete: (records) => `Marked for deletion: ${records}`,
  act: (records) => `Action on ${records}`,
  revert: (records, field) =>
    field ? `${field} taken back on ${records}` : `Changes of ${records} taken back`,
  discard: (records) => `Unsent changes of ${records} discarded`,
  settle: (records) => `Choice between two versions of ${records}`,
  undo: (records) => `The opposite of what was sent, on ${records}`,
  changeFile: (records) => `Change file with ${records}`,
};

/** "Rate changed on 1,204 time entries". */
function called({ kind, title, plural: many, records, fieldTitle }: DraftStepView): string {
  const counted =
    title === null || many === null
      ? plural(records, '# record', '# records')
      : `${count(records)} ${inSentence(records === 1 ? title : many)}`;
  return CALLED[kind](counted, fieldTitle);
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
