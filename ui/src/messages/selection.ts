import { count } from '../format/numbers';

export const selection = {
  label: 'Selected rows',
  selected: (n: number) => `${count(n)} selected`,
  selectAll: (n: number) => `Select all ${count(n)}`,
  actions: 'Actions',
  clear: 'Clear the selection',
};
