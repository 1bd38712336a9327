import { fail } from './fail';

/** What the fake core cannot do yet. */
export const notYet = async (): Promise<never> =>
  fail({ code: 'ours', message: 'This version of Coredesk cannot do that yet.' });
