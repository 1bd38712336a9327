import { inSentence } from '../format/inSentence';
import { count } from '../format/numbers';
import type { ReviewShow } from '../ipc/client';
import { listed, plural } from './plural';

const shows: Record<Exclude<ReviewShow, 'toSend'>, string> = {
  all: 'All',
  problems: 'Problems',
  conflicts: 'Conflicts',
  leftOut: 'Left out',
  edits: 'Edits',
  creates: 'New',
  deletes: 'Deletes',
};

export const review = {
  title: 'Review changes',
  lead: 'Nothing has been sent yet',
  back: 'Back to the rows',
  discard: 'Discard all…',
  show: 'Changes shown',
  shows,
  list: 'Unsent changes',
  noneOfThese: 'No change is like that',
  noneOfTheseText: 'All others are still here.',
  showAll: 'Show all',
  problemsFirst: 'Fix first',
  merged: 'Merged',
  changes: (n: number) => plural(n, '# change', '# changes'),
  kinds: { edit: 'Edit', create: 'New', delete: 'Delete' },
  groupNote: (counts: { edits: number; creates: number; deletes: number; conflicts: number }) =>
    [
      counts.conflicts ? plural(counts.conflicts, '# conflict', '# conflicts') : '',
      counts.edits ? plural(counts.edits, '# edit', '# edits') : '',
      counts.creates ? `${count(counts.creates)} new` : '',
      counts.deletes ? plural(counts.deletes, '# delete', '# deletes') : '',
    ]
      .filter(Boolean)
      .join(', '),
  checkedAgainst: (when: string) => `checked against your copy from ${when}`,
  include: (title: string) => `Send ${title}`,
  includeGroup: (title: string) => `Send all ${inSentence(title)}`,
  undo: (title: string) => `Undo the change to ${title}`,
  open: (title: string) => `Open ${title}`,
  deleteThis: 'Delete this record.',
  newRecord: 'New:',
  moreFields: (n: number) => plural(n, 'and # more field', 'and # more fields'),
  fixField: (field: string, title: string) => `${field} of ${title}`,
  fixInForm: 'Fix it in the form',
  preparedBy: (who: string) => `Prepared by ${who}`,
  notUndoable: (reason: string) => `Cannot be undone later. ${reason}`,
  notUndoableOf: (title: string, reason: string) => `${title} cannot be undone later. ${reason}`,
  send: (n: number) => plural(n, 'Send # change', 'Send # changes'),
  sendTo: (n: number, company: string) =>
    plural(n, `Send # change to ${company}`, `Send # changes to ${company}`),
  requests: 'Requests',
  inRun: (left: number) =>
    plural(
      left,
      '# of these changes is in a run that is not over. Go on with it or stop it before you send more.',
      '# of these changes are in a run that is not over. Go on with it or stop it before you send more.',
    ),
  toRun: 'Go to the run',
  nothingTicked: 'Tick at least one change to send it.',
  side: 'What will be sent',
  toSend: (n: number) => plural(n, '# change to send', '# changes to send'),
  to: (company: string) => `to ${company}`,
  needFixing: (n: number) =>
    n === 1 ? '1 change needs fixing' : `${count(n)} changes need fixing`,
  staysHere: (n: number) =>
    n === 1 ? 'It stays here and is not sent.' : 'They stay here and are not sent.',
  toNext: 'Go to the next',
  conflictsMerged: (n: number) => plural(n, '# conflict merged', '# conflicts merged'),
  conflictsText: 'Somebody else changed the same records. What you chose is sent.',
  counts: 'Edits, new, deletes',
  forecast: 'Takes about',
  takes: (time: string, perMinute: number) =>
    perMinute > 0 ? `${time}, at ${count(perMinute)} a minute` : time,
  signIn: 'Your sign-in',
  enough: (left: string) => `${left} left, enough`,
  ended: 'Over, asked for again when it is needed',
  renewsNow: 'Over, renewed when it is needed',
  left: (left: string) => `${left} left`,
  renews: (left: string) => `${left} left, renewed on the way`,
  willAsk: (left: string) => `${left} left, not enough`,
  willAskText: 'Your sign-in ends before all is sent. The run then waits until you sign in again.',
  undoable: 'Can be undone later',
  undoableOf: (n: number, all: number) => `${count(n)} of ${count(all)}`,
  prepared: (names: string[]) => `Some of these changes were prepared by ${listed(names)}.`,
  leftOut: (n: number) =>
    plural(n, '# change stays in your unsent changes.', '# changes stay in your unsent changes.'),
  checking: (n: number, all: number) =>
    `${count(n)} of ${plural(all, '# change is checked', '# changes are checked')}.`,
  checkFirst: 'Check each row for newer changes before sending',
  checkFirstText: 'One extra request for each row',
  looking: (n: number, all: number) => `Reading again: ${count(n)} of ${count(all)}`,
  stopLooking: 'Stop',
  lookNow: 'Check now',
  foundThere: (n: number) =>
    plural(
      n,
      '# change needs a look before it is sent: nothing was sent.',
      '# changes need a look before they are sent: nothing was sent.',
    ),
  foundNothing: 'No row was changed by somebody else.',
  saveFile: 'Save as file for a colleague…',
  fileSaved: (name: string) => `The changes are in ${name}. A colleague can open it and send them.`,
  empty: 'Nothing to review',
  emptyText: 'You have no unsent changes in this company.',
  needsSignIn: 'Sign in to send: your sign-in has ended.',
  readOnly: 'Sending is off: the sign-in did not grant changes.',
  manyChanges: (n: number, company: string) =>
    `Send ${plural(n, '# change', '# changes')} to ${company}?`,
  manyChangesText: (edits: number, creates: number) =>
    `${listed([
      ...(edits > 0 ? [plural(edits, '# record', '# records')] : []),
      ...(creates > 0 ? [plural(creates, '# new record', '# new records')] : []),
    ])} of a company in production are written. You can pause and stop on the way.`,
  manyDeletes: (n: number, company: string) => `Delete ${count(n)} records of ${company}?`,
  manyDeletesText: 'They are deleted at the service. Most services cannot bring them back.',
  typeCount: (n: number) => `Type ${n}, the number of records`,
  typeCompany: (company: string) => `Type ${company}, the company`,
};
