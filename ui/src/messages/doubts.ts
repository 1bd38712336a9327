import { plural } from './plural';

export const doubts = {
  head: 'No answer',
  headNote: 'It is not sent again before you said what became of it',
  changes: (n: number) => plural(n, '# new record', '# new records'),
  title: (title: string) => `Did “${title}” arrive?`,
  sent: (when: string) => `Sent at ${when}.`,
  notLooked: 'It is being looked for.',
  looked: (when: string, isWhole: boolean) =>
    isWhole
      ? `Looked for at ${when}, in all that could be it.`
      : `Looked for at ${when}, but not everything could be seen.`,
  none: 'Nothing like it was found.',
  same: (n: number, all: number) => `${n} of ${plural(all, '# field', '# fields')} the same`,
  differs: 'What differs: sent, and what is there',
  isThis: 'It is this one',
  isThisOf: (title: string) => `It is this one: ${title}`,
  didNotArrive: 'It did not arrive, send it again',
  lookAgain: 'Look again',
  looking: 'Looking…',
};
