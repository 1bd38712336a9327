// What is asked before much is sent at once: the more harm it can do, the more (ui.md, section 6).

import type { ReviewCountsView } from '../../ipc/client';

/** More deletes than this ask for their number and the company, wherever they go. */
const MANY_DELETES = 50;
/** More edits and new records than this are asked about where people's real data is. */
const MANY_CHANGES = 100;

export type Friction = 'none' | 'ask' | 'type';

export function frictionOf(
  { edits, creates, deletes }: Pick<ReviewCountsView, 'edits' | 'creates' | 'deletes'>,
  isProduction: boolean,
): Friction {
  if (deletes > MANY_DELETES) return 'type';
  return isProduction && edits + creates > MANY_CHANGES ? 'ask' : 'none';
}
