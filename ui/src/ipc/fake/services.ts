// Services other than BQE CORE, in memory.

import type { commands } from '../bindings';
import { fail } from './fail';

const notHere = async () => fail({ code: 'ours', message: 'This version cannot do it yet.' });

export const services: Pick<
  typeof commands,
  | 'newBidcore'
  | 'checkPastedToken'
  | 'openTokenPortal'
  | 'connectBidcore'
  | 'readDocument'
  | 'discoverEndpoints'
  | 'connectService'
  | 'habits'
  | 'preview'
  | 'setHabits'
  | 'saveDescription'
  | 'credentialQuestion'
  | 'giveCredential'
  | 'descriptionStatus'
  | 'readDescriptionAgain'
  | 'dismissNews'
> = {
  newBidcore: notHere,
  checkPastedToken: notHere,
  openTokenPortal: notHere,
  connectBidcore: notHere,
  readDocument: notHere,
  discoverEndpoints: notHere,
  connectService: notHere,
  habits: notHere,
  preview: notHere,
  setHabits: notHere,
  saveDescription: notHere,
  credentialQuestion: notHere,
  giveCredential: notHere,
  descriptionStatus: notHere,
  readDescriptionAgain: notHere,
  dismissNews: notHere,
};
