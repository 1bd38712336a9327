// What is done with records along their way, such as submitting them, in words.

import { toastBad, toastDone } from '../../components/toast';
import type { ActedView, ActionView } from '../../ipc/client';
import { count as digits } from '../../format/numbers';
import { messages } from '../../messages';

const words = messages.actions;

/** "Submit for approval", "Submit 12 for approval". */
export const actionWords = (action: ActionView, count: number): string =>
  count === 1 ? action.title : action.titleOfMany.replace('{count}', () => digits(count));

/** Says what came of it: how many are marked, and why the others are not. */
export function tellActed(action: ActionView, acted: ActedView): void {
  const chosen = acted.marked + acted.refused.length;
  const only = acted.refused.length === 1 ? acted.refused[0] : undefined;
  if (acted.refused.length === 0) toastDone(words.marked(action.title, chosen));
  else if (chosen === 1 && only) toastBad(words.notMarked(only.title), words.because(only.reason));
  else if (acted.marked === 0) toastBad(words.noneMarked(chosen), `${acted.reasons.join(', ')}.`);
  else toastDone(words.someMarked(acted.marked, chosen, acted.reasons.join(', ')));
}
