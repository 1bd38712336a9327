import { inSentence } from '../format/inSentence';
import { count, countOf } from '../format/numbers';

export const reading = {
  menu: 'What to read',
  checkAll: 'Check everything again',
  checkAllNote: 'Reads every row from the service and removes what is gone',
  loadAll: (n: number, plural: string) => `Load for all ${count(n)} ${inSentence(plural)}`,
  loadAllNote: 'One request for each at least; it can be stopped and goes on later',
  checking: (done: number, of: number | null) =>
    of ? `Checking, ${count(done)} of ${count(of)}` : `Checking, ${countOf(done, 'row')} so far`,
  parents: (done: number, of: number | null, plural: string) =>
    `Loading, ${count(done)} of ${count(of ?? done)} ${inSentence(plural)}`,
  stopLoading: 'Stop',
  found: (plural: string, added: number, changed: number, removed: number) =>
    added + changed + removed === 0
      ? `${plural} checked: everything is as the service has it.`
      : `${plural} checked: ${count(added)} new, ${count(changed)} changed, ${count(removed)} gone.`,
  of: (parent: string) => `Of ${inSentence(parent)}`,
  choose: (parent: string) => `Choose one ${inSentence(parent)}`,
  chooseText: (plural: string) =>
    `The service lists ${inSentence(plural)} for one record at a time. Choose it above, or load them for all.`,
  clearParent: (parent: string) => `Show all, not one ${inSentence(parent)}`,
  loadBelow: (plural: string) => `Load ${inSentence(plural)}`,
  noneBelow: 'The service lists none here.',
  notReadBelow: (parent: string) => `What belongs to ${parent} could not be read. Try again.`,
  readAgain: (plural: string) => `Read ${inSentence(plural)} again`,
  openList: 'Open as a list',
  more: (n: number) => `and ${count(n)} more`,
  columnsNote: (service: string) => `On the right: what ${service} itself can do`,
  serviceCan: (filter: boolean, sort: boolean) =>
    filter && sort ? 'filter, sort' : filter ? 'filter' : sort ? 'sort' : '',
};
