import { count, countOf } from '../format/numbers';

export const totals = {
  selectedOf: (n: number, all: number) => `${count(n)} of ${countOf(all, 'row')} selected`,
  average: (title: string) => `Average ${title}`,
};
