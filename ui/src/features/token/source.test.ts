import { expect, it } from 'vitest';
import type { TokenSourceView } from '../../ipc/client';
import { paths } from '../../paths';
import { comparedAt, comparisonOf, placeOf, sourceAt } from './source';

const OWN: TokenSourceView = { kind: 'connection', connectionId: 'a/b c', token: 'idToken' };
const BROUGHT: TokenSourceView = { kind: 'brought', id: 12 };

it.each([OWN, BROUGHT])('a token is found again by its place', (source) => {
  expect(sourceAt(placeOf(source))).toEqual(source);
});

it('a connection without a kind is its access token; no token is none', () => {
  expect(sourceAt('/token/c-1')).toEqual({ ...OWN, connectionId: 'c-1', token: 'accessToken' });
  expect(sourceAt(paths.tokens)).toBeUndefined();
  expect(sourceAt('/token/pasted/x')).toBeUndefined();
  expect(sourceAt(paths.home)).toBeUndefined();
});

it('the other token of a comparison is in the query', () => {
  const [path, query = ''] = comparisonOf(BROUGHT, OWN).split('?');
  expect([sourceAt(path ?? ''), comparedAt(query)]).toEqual([BROUGHT, OWN]);
  expect(comparedAt('')).toBeUndefined();
});
