import { showDuration } from '../../format/dates';
import type { ListedTokenView } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.token;

/** The company, or what a brought token was found in: those are told apart by their number. */
export const titleOf = ({ source, title }: ListedTokenView): string =>
  source.kind === 'brought' && source.id > 1 ? words.numbered(title, source.id) : title;

const kindOf = ({ token, form }: ListedTokenView): string =>
  token ? words.kinds[token] : words.forms[form];

/** Its kind, and how long it lasts. */
export function lineOf(listed: ListedTokenView, now: number): string {
  const { form, expiresAt } = listed;
  const kind = kindOf(listed);
  if (form === 'broken') return kind;
  if (expiresAt !== null) {
    const left = expiresAt * 1000 - now;
    const state = left > 0 ? words.leftShort(showDuration(left, true)) : words.expiredShort;
    return words.listed(kind, state);
  }
  if (form === 'opaque' && listed.token) return words.listed(kind, words.notReadable);
  return kind;
}

/** For a menu: who it is of and which of the tokens it is. */
export const fullTitle = (listed: ListedTokenView): string =>
  listed.token
    ? words.listed(titleOf(listed), words.kinds[listed.token].toLowerCase())
    : titleOf(listed);
