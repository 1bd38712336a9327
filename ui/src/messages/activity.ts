import { count } from '../format/numbers';
import { listed, plural } from './plural';

export const activity = {
  title: 'Activity',
  result: 'Result',
  everything: 'Everything',
  saved: 'Saved',
  refused: 'Refused',
  unknown: 'No answer',
  entity: 'Entity',
  connection: 'Connection',
  search: 'Search names, fields, values',
  time: 'Time',
  what: 'What',
  change: 'Change',
  answer: 'Answer',
  writes: (n: number) => plural(n, '# write', '# writes'),
  empty: 'Nothing was sent yet',
  emptyText: 'Each write to a service is listed here with what was there before and after.',
  emptyAction: 'Go to connections',
  moved: (when: string, company: string, former: string, now: string) =>
    `${when}: the data of ${company} moved from ${former} to ${now}, another address of the same service.`,
  notOffered: (when: string, company: string, told: string) => `${when}: ${company}. ${told}`,
  noMatch: 'No write is like that',
  noMatchText: 'Nothing that was sent fits the search and what the list is narrowed to.',
  clear: 'Show everything',
  behind: (n: number) =>
    plural(
      n,
      'Older entries are being made searchable: # to go.',
      'Older entries are being made searchable: # to go.',
    ),
  undone: 'Undone',
  person: 'Person',
  when: 'When',
  whens: { ever: 'Any time', today: 'Today', week: 'Last 7 days', month: 'Last 30 days' },
  export: 'Export',
  exporting: 'Exporting…',
  exportAs: { csv: 'As a table (CSV)', json: 'As JSON, with all details' },
  exported: (name: string) => `The journal is in ${name}.`,
  older: 'Show older runs',
  moreWrites: (n: number) => plural(n, 'Show # more write', 'Show # more writes'),
  whole: (n: number) =>
    plural(
      n,
      '# entry, sealed. It is as it was written.',
      '# entries, each sealed with the one before. All are as they were written.',
    ),
  verify: 'Verify again',
  verifying: 'Verifying…',
  run: (n: number, isUndo: boolean) =>
    isUndo
      ? plural(n, 'Undoing of # change', 'Undoing of # changes')
      : plural(n, 'Run of # change', 'Run of # changes'),
  runCounts: (saved: number, refused: number, unknown: number) =>
    listed([
      plural(saved, '# saved', '# saved'),
      ...(refused > 0 ? [plural(refused, '# refused', '# refused')] : []),
      ...(unknown > 0 ? [plural(unknown, '# without an answer', '# without an answer')] : []),
    ]),
  runOf: (company: string, sentBy: string, preparedBy: string | null) =>
    preparedBy === null
      ? `${company}, sent by ${sentBy}`
      : `${company}, prepared by ${preparedBy}, sent by ${sentBy}`,
  undoneOf: (n: number, all: number) =>
    n === all ? 'Undone' : `${count(n)} of ${count(all)} undone`,
  undo: 'Undo',
  undoOf: (title: string) => `Undo the change of ${title}`,
  undoRun: 'Undo run…',
  doRunAgain: 'Do again…',
  makeAnew: 'Make anew…',
  details: 'Details',
  detailsOf: (title: string) => `Details of ${title}`,
  answered: (status: number | null, outcome: string) =>
    status === null ? outcome : `${status} ${outcome}`,
  undoneAt: (status: number | null, at: string) =>
    status === null ? `Undone ${at}` : `${status} Undone ${at}`,
  kept: (n: number) =>
    plural(n, 'A copy of its # field is kept.', 'A copy of its # fields is kept.'),
  undoNote: 'Undo makes the opposite change and lets you review it first',
  number: 'Number in the journal',
  sentAt: 'Sent',
  took: 'Answered after',
  atOnce: 'less than 1 s',
  field: 'Field',
  before: 'Before',
  after: 'After',
  fieldsOf: (title: string) => `Fields of ${title}`,
  undoField: (field: string, title: string) => `Undo ${field} of ${title}`,
  sentBy: 'Sent by',
  preparedBy: 'Prepared by',
  status: 'Status',
  requestId: 'Request id',
  recordId: 'Record id',
  said: 'The service said',
  cannotUndo: 'Cannot be undone',
  whatWas: (kind: 'create' | 'delete', isDone: boolean) =>
    kind === 'delete' ? (isDone ? 'Deleted.' : 'Delete.') : isDone ? 'Created.' : 'New.',
  doAgain: 'Do again',
  lead: 'Every write Coredesk has made, with what was there before',
  where: (type: string, company: string) => `${type}, ${company}`,
};
