// What the form of a BidCore connection still lacks.

import type { BidcoreFormView, PastedTokenView } from '../../ipc/client';
import { messages } from '../../messages';
import type { FormBlock } from '../sign-in/FormPage';

const words = messages.bidcore.blocked;

export type Way = 'token' | 'password';

export function blockOf(
  way: Way,
  form: BidcoreFormView,
  pasted: PastedTokenView | undefined,
  user: string,
  hasPassword: boolean,
): FormBlock | undefined {
  const at = (place: string, reason: string): FormBlock => ({ place: `bidcore-${place}`, reason });
  if (way === 'token' && !pasted) return at('token', words.token);
  if (way === 'token' && pasted?.problem) return at('token', words.tokenProblem);
  if (way === 'password' && !user.trim()) return at('user', words.user);
  if (way === 'password' && !hasPassword) return at('password', words.password);
  if (!form.baseUrl.trim()) return at('baseUrl', words.baseUrl);
  if (way === 'password' && !form.tokenUrl.trim()) return at('tokenUrl', words.tokenUrl);
  return undefined;
}
