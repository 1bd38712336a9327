import { inSentence } from '../format/inSentence';
import { count, countOf } from '../format/numbers';

export const lines = {
  entries: (n: number) => countOf(n, 'entry', 'entries'),
  onePerLine: 'One a line',
  empty: (n: number) => `${countOf(n, 'empty line')}, left out`,
  duplicates: (n: number) => `${countOf(n, 'entry', 'entries')} more than once`,
  keepOnce: 'Keep each once',
  find: (title: string) => `Find in ${inSentence(title)}`,
  findPlaceholder: 'Find',
  found: (at: number, of: number, line: number) =>
    of === 0 ? 'Not found' : `${count(at)} of ${count(of)}, line ${count(line)}`,
  page: (from: number, to: number, of: number) =>
    `Lines ${count(from)} to ${count(to)} of ${count(of)}`,
  previousPage: 'Previous lines',
  nextPage: 'Next lines',
  next: 'Next hit',
  previous: 'Previous hit',
  line: (n: number) => `Line ${count(n)}`,
};
