// What depends on records, and copies of records, in memory.

import type { commands } from '../bindings';
import { fail } from './fail';

const notHere = async () => fail({ code: 'ours', message: 'This version cannot do it yet.' });

export const dependants: Pick<typeof commands, 'dependants' | 'markWithDependants' | 'duplicate'> =
  {
    dependants: notHere,
    markWithDependants: notHere,
    duplicate: notHere,
  };
