import { inSentence } from '../format/inSentence';
import { count } from '../format/numbers';
import { plural } from './plural';

export const lines = {
  entries: (n: number) => plural(n, '# entry', '# entries'),
  onePerLine: 'One a line',
  empty: (n: number) => plural(n, '# empty line, left out', '# empty lines, left out'),
  duplicates: (n: number) => plural(n, '# entry more than once', '# entries more than once'),
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
