import { inSentence } from '../format/inSentence';
import { count, countOf } from '../format/numbers';

export const totals = {
  selectedOf: (n: number, all: number) => `${count(n)} of ${countOf(all, 'row')} selected`,
  average: (title: string) => `Average ${inSentence(title)}`,
};
