import { count } from '../format/numbers';

export const countOfAll = (n: number, all: number) => `${count(n)} of ${count(all)}`;
