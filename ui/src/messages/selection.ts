import { count } from '../format/numbers';

export const selection = {
  label: 'Selected rows',
  selected: (n: number) => `${count(n)} selected`,
  clear: 'Clear the selection',
};
