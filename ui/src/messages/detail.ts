import { inSentence } from '../format/inSentence';
import { count, countOf } from '../format/numbers';

export const detail = {
  label: (title: string) => `${title} details`,
  previous: 'Previous row',
  next: 'Next row',
  close: 'Close details',
  of: (n: number, all: number) => `${count(n)} of ${count(all)}`,
  unsent: (n: number) => `${n} unsent`,
  isNew: 'New',
  deleted: 'Marked for deletion',
  tabs: { details: 'Details', related: 'Related', history: 'History', json: 'JSON' },
  wide: 'Show the details in place of the rows',
  beside: 'Show the details beside the rows',
  was: 'Was',
  workedOut: (service: string) => `Worked out by ${service}`,
  undoEdits: (n: number) =>
    n === 1 ? 'Undo the edit' : n === 2 ? 'Undo both edits' : `Undo ${count(n)} edits`,
  undoNew: 'Drop the new record',
  keep: 'Keep it',
  delete: 'Delete',
  resize: 'Width of the detail panel',
  required: '(required)',
  customFields: 'Custom fields',
  undoField: (title: string) => `Undo ${title}`,
  unnamed: (title: string) => `New ${inSentence(title)}`,
  /** Where it stands among them is not known; in an empty list it does not. */
  among: (all: number) => (all === 0 ? 'Not in this list' : countOf(all, 'row')),
  more: 'More',
};
