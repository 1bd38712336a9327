import { inSentence } from '../format/inSentence';
import { count, countOf } from '../format/numbers';

const listed = (plurals: string[]) => plurals.join(', ');

export const references = {
  ask: 'Type to search name or code',
  match: (n: number, isAll: boolean, of: number | undefined) => {
    const found = isAll ? count(n) : `${count(n)} or more`;
    return of === undefined
      ? `${found} ${n === 1 && isAll ? 'matches' : 'match'}`
      : `${found} of ${count(of)} match`;
  },
  noneChosen: (text: string) => `No record is chosen for “${text}”.`,
  noneFound: 'Nothing found on this computer.',
  noneAnywhere: 'Nothing found, here or at the service.',
  clear: 'Empty',
  searchedHere: 'Searched on this computer',
  notWhole: (plurals: string[]) =>
    plurals.length === 1
      ? `${plurals[0]} are not all on this computer`
      : `${listed(plurals)} are not all on this computer`,
  askService: 'Ask the service',
  asking: (seconds: number) =>
    seconds === 0
      ? 'Asking the service. Esc stops it.'
      : `Asking the service, ${count(seconds)} s. Esc stops it.`,
  answered: (n: number) => `The service found ${countOf(n, 'record')}`,
  askAgain: 'Ask again',
  open: 'Open',
  openField: (title: string, label: string) => `Open ${inSentence(title)} ${label}`,
  openTitle: 'Open this record (Alt Enter)',
};
