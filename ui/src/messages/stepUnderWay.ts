import { count } from '../format/numbers';

export const stepUnderWay = {
  doneOf: (done: number, total: number) => `${count(done)} of ${count(total)}`,
  stop: 'Stop',
  stopped: 'Stopped. Nothing was changed.',
};
