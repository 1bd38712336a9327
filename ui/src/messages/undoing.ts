import { listed, plural } from './plural';

export const undoing = {
  title: 'Undo what was sent?',
  lead: 'The opposite changes are made here first. You review them before anything is sent.',
  nothing: 'Nothing of it can be undone.',
  yes: (n: number) => plural(n, 'Make # opposite change', 'Make # opposite changes'),
  changes: (n: number) =>
    plural(n, '# record gets its former values', '# records get their former values'),
  madeAnew: (n: number) =>
    plural(
      n,
      '# deleted record is made anew, with another id',
      '# deleted records are made anew, with other ids',
    ),
  deleted: (n: number) =>
    plural(n, '# record that was made is deleted', '# records that were made are deleted'),
  cannot: 'This cannot be undone',
  such: (titles: string[], n: number) =>
    titles.length < n ? `Such as ${listed(titles)}` : listed(titles),
  changedSince: (n: number) =>
    plural(n, '# value was changed again since', '# values were changed again since'),
  wouldWriteOver: (record: string, field: string, now: string, then: string) =>
    `${record}: ${field} is ${now} now and would be ${then} again.`,
  andMore: (n: number) => plural(n, 'And # more.', 'And # more.'),
};
