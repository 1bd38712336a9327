import { expect, it } from 'vitest';
import type { ClaimView, TokenView } from '../../ipc/client';
import { scopesIn } from './scopes';

const claim = (name: string, value: string, more: Partial<ClaimView> = {}): ClaimView => ({
  ...{ name, value, meaning: null, definedIn: null, time: null, inside: [], incomplete: false },
  ...more,
});
const holding = (...claims: ClaimView[]) => ({ claims }) as TokenView;

it.each([
  [claim('scope', 'invoices:read  openid openid'), ['invoices:read', 'openid']],
  [claim('scp', '["a","b"]'), ['a', 'b']],
  [claim('scopes', '[…]', { inside: [claim('1', 'a'), claim('2', 'b')] }), ['a', 'b']],
  [claim('scope', 'read…', { incomplete: true }), []],
  [claim('aud', 'core'), []],
])('%o', (given, scopes) => expect(scopesIn(holding(given))).toEqual(scopes));
