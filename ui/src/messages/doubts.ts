import { plural } from './plural';

export const doubts = {
  head: 'No answer',
  headNote: 'It is sent again only when nothing like it is at the service, or when you say so',
  changes: (n: number) => plural(n, '# new record', '# new records'),
  title: (title: string) => `Did “${title}” arrive?`,
  sent: (when: string) => `Sent at ${when}.`,
  notLooked: 'It was not looked for yet.',
  looked: (when: string, isWhole: boolean) =>
    isWhole
      ? `Looked for at ${when}, in all that could be it.`
      : `Looked for at ${when}, but not everything could be seen.`,
  none: 'Nothing like it was found.',
  same: (n: number, all: number) => `${n} of ${plural(all, '# field', '# fields')} the same`,
  differs: 'What differs: sent, and what is there',
  isThis: 'It is this one',
  isThisOf: (title: string) => `It is this one: ${title}`,
  didNotArrive: 'It did not arrive: keep it to be sent',
  lookAgain: 'Look again',
  looking: 'Looking…',
};
