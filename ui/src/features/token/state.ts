// In one word, how it stands with a token: its end and its signature are told apart.

import type { TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { isReadInPart } from './reading';

const words = messages.token;

export interface TokenState {
  look: '' | 'ok' | 'warn' | 'bad';
  text: string;
}

export const isOver = (token: TokenView, now: number): boolean =>
  token.expiresAt !== null && now >= token.expiresAt * 1000;

export function stateOf(token: TokenView, now: number): TokenState {
  const { form, notBefore, expiresAt, signature } = token;
  if (form === 'broken') return { look: 'bad', text: words.forms.broken };
  if (signature.state === 'wrong') return { look: 'bad', text: words.wrongSignature };
  if (isReadInPart(token)) return { look: 'bad', text: words.forms.broken };
  if (isOver(token, now)) return { look: 'bad', text: words.expiredTag };
  if (notBefore !== null && now < notBefore * 1000) return { look: 'warn', text: words.notYet };
  if (form === 'unsigned') return { look: 'bad', text: words.forms.unsigned };
  if (form === 'opaque' || form === 'encrypted') return { look: '', text: words.forms[form] };
  if (expiresAt === null) return { look: '', text: words.noEnd };
  return signature.state === 'valid'
    ? { look: 'ok', text: words.valid }
    : { look: '', text: words.notExpired };
}
