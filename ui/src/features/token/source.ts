// Which token is meant, as the window's address says it.

import type { TokenKindView, TokenSourceView } from '../../ipc/client';
import { paths } from '../../paths';

const KINDS: readonly TokenKindView[] = ['accessToken', 'idToken', 'refreshToken'];

export const placeOf = (source: TokenSourceView): string =>
  source.kind === 'brought'
    ? paths.broughtToken(source.id)
    : paths.token(source.connectionId, source.token);

/** The token of a place; nothing where the place names none. */
export function sourceAt(path: string): TokenSourceView | undefined {
  const [where = '', first, second] = path.slice(1).split('/').map(decodeURIComponent);
  if (`/${where}` !== paths.tokens || first === undefined) return undefined;
  if (first === 'pasted')
    return /^\d+$/.test(second ?? '') ? { kind: 'brought', id: Number(second) } : undefined;
  const token = KINDS.find((kind) => kind === second) ?? 'accessToken';
  return { kind: 'connection', connectionId: first, token };
}

export const isSame = (one: TokenSourceView, other: TokenSourceView): boolean =>
  placeOf(one) === placeOf(other);

const WITH = 'with';

export const comparisonOf = (first: TokenSourceView, second: TokenSourceView): string =>
  `${placeOf(first)}?${new URLSearchParams({ [WITH]: placeOf(second) }).toString()}`;

/** The token that the first one is compared with; nothing where none is. */
export function comparedAt(query: string): TokenSourceView | undefined {
  const place = new URLSearchParams(query).get(WITH);
  return place === null ? undefined : sourceAt(place);
}
