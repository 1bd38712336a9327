import { inSentence } from '../format/inSentence';
import { count, countOf } from '../format/numbers';

export const totals = {
  selectedOf: (n: number, all: number) => `${count(n)} of ${countOf(all, 'row')} selected`,
  sumOf: (cells: number) => `Sum of ${countOf(cells, 'cell')}`,
  averageOf: (cells: number) => `Average of ${countOf(cells, 'cell')}`,
  tooMany: (most: number) => `No sums for more than ${countOf(most, 'row')} of selected cells`,
  average: (title: string) => `Average ${inSentence(title)}`,
};
