import { inSentence } from '../format/inSentence';
import { count, countOf, percent } from '../format/numbers';

export const firstCopy = {
  title: (plural: string) => `Copying ${inSentence(plural)} to this computer`,
  percent: (n: number) => percent(n),
  rows: (rows: number) => `${countOf(rows, 'row')} so far`,
  rowsOf: (rows: number, of: number) => `${count(rows)} of ${countOf(of, 'row')}`,
  rowsLeft: (rows: number, of: number, left: string) =>
    `${count(rows)} of ${countOf(of, 'row')}, about ${left} left`,
  stop: 'Stop here',
  note: 'You can start working now. Rows already here can be searched and edited.',
  stopped: (plural: string) => `No ${inSentence(plural)} are on this computer yet`,
  stoppedText: 'Loading was stopped before the first rows came.',
  load: (plural: string) => `Load ${inSentence(plural)}`,
  offline: (service: string) =>
    `${service} cannot be reached. What was loaded once stays here without a network; these rows never were.`,
  failed: (plural: string) => `${plural} could not be loaded`,
  why: (problem: string) => `${problem}.`,
  details: (entityType: string, problem: string) => `loading ${entityType}: ${problem}`,
  addFirst: 'Add the first one by hand.',
  noneHere: (plural: string) => `No ${inSentence(plural)} in this company yet`,
};
