import { count } from '../format/numbers';

export const actions = {
  menu: 'Approval',
  rowMenu: 'Row',
  marked: (title: string, n: number) =>
    n === 1
      ? `Marked: ${title}. Review and send it.`
      : `${count(n)} marked: ${title}. Review and send them.`,
  someMarked: (marked: number, chosen: number, why: string) =>
    `${count(marked)} of ${count(chosen)} marked; ${why}.`,
  noneMarked: (chosen: number) => `None of ${count(chosen)} marked`,
  notMarked: (title: string) => (title ? `“${title}” was not marked` : 'It was not marked'),
  because: (reason: string) => `It ${reason}.`,
};
