import { describe, expect, it } from 'vitest';
import type { ConnectionFormView, RedirectUriCheckView } from '../../ipc/client';
import { blocksOf, isAddressed, withScope } from './form';

const form: ConnectionFormView = {
  installation: 'production',
  issuer: '',
  apiDomain: '',
  clientId: 'kR2v9',
  registeredRedirectUri: 'http://127.0.0.1:53682/callback',
  redirectUri: 'http://127.0.0.1:53682/callback',
  scopes: ['readwrite:core'],
  pkce: true,
  clientAuthentication: 'requestBody',
};
const check: RedirectUriCheckView = {
  matches: true,
  listens: true,
  problem: null,
  registered: [],
  sent: [],
  findings: [],
};
const good = { checks: [], mayBegin: true };
const at = (...given: Parameters<typeof blocksOf>) => blocksOf(...given).map((block) => block.at);

describe('what holds a sign-in back', () => {
  it('a whole form is not held back, also while nothing is known of the surroundings', () => {
    expect(at(form, check, good)).toEqual([]);
    expect(at(form, check, undefined)).toEqual([]);
  });

  it('nothing is looked at before all addresses are there; this computer needs no domain', () => {
    const own = { ...form, installation: 'ownHosts' as const };
    expect(isAddressed(own)).toBe(false);
    expect(isAddressed({ ...own, issuer: 'https://id.example' })).toBe(false);
    expect(isAddressed({ ...own, issuer: 'http://127.0.0.1:4711/idp' })).toBe(true);
    expect(isAddressed({ ...form, clientId: '' })).toBe(false);
  });

  it('no client ID', () => {
    expect(at({ ...form, clientId: ' ' }, check, good)).toEqual(['clientId']);
  });

  it('own hosts without their addresses, which no other installation needs', () => {
    const own = { ...form, installation: 'ownHosts' as const };
    expect(at(own, check, good)).toEqual(['issuer', 'apiDomain']);
    expect(at({ ...own, issuer: 'https://id.example', apiDomain: 'example' }, check, good)).toEqual(
      [],
    );
  });

  it('no domain is asked for where the service is on this computer', () => {
    const own = { ...form, installation: 'ownHosts' as const };
    for (const issuer of ['http://127.0.0.1:8400/idp', ' http://127.1.2.3', 'http://[::1]:80'])
      expect(at({ ...own, issuer }, check, good)).toEqual([]);
    for (const issuer of [
      'http://127.0.0.1.example/idp',
      'https://127.0.0.1:8400',
      'http://localhost',
    ])
      expect(at({ ...own, issuer }, check, good)).toEqual(['apiDomain']);
  });

  it('a redirect URI that is empty, not checked yet, different or of no use', () => {
    const reasons = [
      blocksOf({ ...form, registeredRedirectUri: '' }, check, good),
      blocksOf(form, undefined, good),
      blocksOf(form, { ...check, matches: false }, good),
      blocksOf(form, { ...check, problem: 'plainHttpElsewhere' }, good),
    ].map((blocks) => blocks.map((block) => `${block.at}: ${block.reason}`));
    expect(reasons.flat()).toHaveLength(4);
    expect(new Set(reasons.flat()).size).toBe(4);
    expect(reasons.flat().every((reason) => reason.startsWith('redirectUri'))).toBe(true);
  });

  it('neither reading nor changing is asked for', () => {
    expect(at({ ...form, scopes: ['openid'] }, check, good)).toEqual(['scopes']);
    expect(at({ ...form, scopes: ['read:core'] }, check, good)).toEqual([]);
  });

  it('something that was found before the browser opens', () => {
    expect(at(form, check, { checks: [], mayBegin: false })).toEqual(['examination']);
  });
});

it('scopes keep the order of the service', () => {
  const all = ['readwrite:core', 'read:core', 'openid'];
  expect(withScope({ ...form, scopes: ['openid'] }, all, 'readwrite:core', true)).toEqual([
    'readwrite:core',
    'openid',
  ]);
  expect(withScope(form, all, 'readwrite:core', false)).toEqual([]);
});
