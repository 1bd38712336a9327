// Tokens in every state that the window tells apart. None of them is a token.

import type {
  BroughtView,
  ClaimView,
  commands as Commands,
  ConnectionView,
  TokenKindView,
  TokenSourceView,
  TokenView,
} from '../bindings';
import { fail } from './fail';
import { SCOPES } from './new-connection';
import { COMPANY, state } from './state';

const SECONDS = 1000;

const claim = (
  name: string,
  value: string,
  meaning: string | null,
  definedIn?: string,
): ClaimView => ({
  name,
  value,
  meaning,
  definedIn: definedIn ?? null,
  time: ['iat', 'nbf', 'exp'].includes(name) ? Number(value) : null,
  inside: [],
  incomplete: false,
});

const HEADER = [
  claim('alg', 'RS256', 'How it is signed: RSA with SHA-256', 'RFC 7515 §4.1.1'),
  claim('kid', 'A71F0C2E', 'Which of the issuer’s keys signed it', 'RFC 7515 §4.1.4'),
  claim('typ', 'at+jwt', 'Kind: access token', 'RFC 9068 §2.1'),
];

const claims = (issued: number, expires: number) => [
  claim('iss', 'http://127.0.0.1:41872', 'Who issued it', 'RFC 7519 §4.1.1'),
  claim('aud', 'core', 'Which service accepts it', 'RFC 7519 §4.1.3'),
  claim('sub', '6f9d2c1e', 'Your user number at the issuer', 'RFC 7519 §4.1.2'),
  claim('scope', 'readwrite:core openid email offline_access', 'What it allows', 'RFC 8693 §4.2'),
  claim('iat', String(issued), 'Issued', 'RFC 7519 §4.1.6'),
  claim('exp', String(expires), 'Expires', 'RFC 7519 §4.1.4'),
  {
    ...claim(
      'address',
      '{"locality":"Fernhill","country":"NZ"}',
      'Postal address',
      'OIDC Core §5.1.1',
    ),
    inside: [claim('locality', 'Fernhill', 'Town'), claim('country', 'NZ', 'Country')],
  },
  claim('company_name', COMPANY, null),
];

const NOTHING = {
  introspect: false,
  userInfo: false,
  tryIt: false,
  refresh: false,
  revoke: false,
};

const mayOf = (kind: TokenKindView) => ({
  introspect: kind !== 'idToken',
  userInfo: kind === 'accessToken',
  tryIt: kind === 'accessToken',
  refresh: kind !== 'idToken',
  revoke: kind !== 'idToken',
});

function signed(source: TokenSourceView): TokenView {
  const expires = Math.round(state.expiresAt / SECONDS);
  const issued = expires - 3600;
  return {
    source,
    form: 'signed',
    masked: 'eyJhbGciOiJSUzI1NiIs••••••••••••••••••••••••••••••••••••••••',
    length: 1184,
    parts: (['header', 'claims', 'signature'] as const).map((part) => ({
      part,
      state: 'complete',
      problem: null,
      breaksAt: null,
    })),
    header: HEADER,
    claims: claims(issued, expires),
    warnings: [],
    issuedAt: issued,
    notBefore: null,
    expiresAt: expires,
    clockAhead: 0.4,
    signature: {
      state: source.kind === 'connection' ? 'valid' : 'notChecked',
      reason: 'Checked on this computer with the issuer’s published key A71F0C2E.',
      keysAddress: 'http://127.0.0.1:41872/idp/.well-known/jwks',
    },
    scopes: SCOPES.map((one) => ({ ...one, asked: true, granted: one.scope !== 'read:core' })),
    facts: [
      { fact: 'baseUrl', value: 'http://127.0.0.1:41873/api', time: null, from: 'tokenAnswer' },
      { fact: 'company', value: COMPANY, time: null, from: 'signIn' },
      { fact: 'person', value: 'Priya Nair', time: null, from: 'signIn' },
      { fact: 'client', value: 'kR2v9_Fernhill', time: null, from: 'token' },
      { fact: 'fingerprint', value: '9f2c 41d0 7be8', time: null, from: 'madeHere' },
    ],
    opaque: null,
    kept:
      source.kind === 'connection'
        ? { entry: 'coredesk/halden-marsh', lastUsed: Date.now() / SECONDS - 70 }
        : null,
    may: source.kind === 'connection' ? mayOf(source.token) : { ...NOTHING, tryIt: true },
  };
}

const opaque = (source: TokenSourceView): TokenView => ({
  ...signed(source),
  form: 'opaque',
  masked: '••••••••••••••••••••••••••••••••••••••••',
  length: 64,
  parts: [],
  header: [],
  claims: [],
  issuedAt: null,
  expiresAt: null,
  signature: {
    state: 'doesNotApply',
    reason: 'Opaque tokens are not signed. The server looks them up.',
    keysAddress: null,
  },
  opaque: { alphabet: 'base64Url', bitsAtMost: 384, prefixOf: null },
});

const broken = (source: TokenSourceView): TokenView => ({
  ...signed(source),
  form: 'broken',
  length: 141,
  parts: [
    { part: 'header', state: 'complete', problem: null, breaksAt: null },
    {
      part: 'claims',
      state: 'cutOff',
      problem: 'The claims break off at character 141.',
      breaksAt: 141,
    },
    { part: 'signature', state: 'missing', problem: 'The signature is missing.', breaksAt: null },
  ],
  claims: [
    claim('iss', 'http://127.0.0.1:41872', 'Who issued it', 'RFC 7519 §4.1.1'),
    { ...claim('scope', 'read…', 'What it allows', 'RFC 8693 §4.2'), incomplete: true },
  ],
  signature: {
    state: 'notChecked',
    reason: 'It cannot be checked, because the token is not whole.',
    keysAddress: null,
  },
});

/** Written by anybody, and over. */
const unsigned = (source: TokenSourceView): TokenView => {
  const token = signed(source);
  return {
    ...token,
    form: 'unsigned',
    header: [claim('alg', 'none', 'How it is signed: not at all', 'RFC 7518 §3.6')],
    warnings: [
      'It is not signed ("alg": "none"): anybody could have written it.',
      'It has expired: the service does not accept it any more.',
    ],
    expiresAt: (token.issuedAt ?? 0) - 60,
    issuedAt: (token.issuedAt ?? 0) - 3660,
    signature: {
      state: 'notChecked',
      reason: 'It has no signature: nobody confirms what it says.',
      keysAddress: null,
    },
  };
};

const SEALED = ['encryptedKey', 'initializationVector', 'ciphertext', 'authenticationTag'] as const;
const encrypted = (source: TokenSourceView): TokenView => ({
  ...signed(source),
  form: 'encrypted',
  parts: [
    { part: 'header', state: 'complete', problem: null, breaksAt: null },
    ...SEALED.map((part) => ({ part, state: 'sealed' as const, problem: null, breaksAt: null })),
  ],
  claims: [],
  issuedAt: null,
  expiresAt: null,
  signature: {
    state: 'doesNotApply',
    reason: 'It is encrypted. Only the service that it is meant for can read and check it.',
    keysAddress: null,
  },
});

const FORMS = { signed, unsigned, encrypted, opaque, broken };
type Form = keyof typeof FORMS;

/** What the clipboard holds for the next paste. */
export const clipboard = { holds: 'signed' as Form | 'code' | 'nothing' };
let brought = new Map<number, Form>();

export function resetTokens(): void {
  clipboard.holds = 'signed';
  brought = new Map();
}

const isSignedIn = (connections: ConnectionView[], id: string): boolean =>
  connections.some((one) => one.id === id && one.session.state !== 'signedOut');

function shown(source: TokenSourceView, connections: ConnectionView[]): TokenView {
  if (source.kind === 'connection' && !isSignedIn(connections, source.connectionId))
    fail({ code: 'signInNeeded', message: 'This connection holds no such token.' });
  if (source.kind === 'connection')
    return source.token === 'refreshToken' ? opaque(source) : signed(source);
  const form = brought.get(source.id) ?? fail({ code: 'gone', message: 'It was forgotten.' });
  return FORMS[form](source);
}

function bring(): BroughtView {
  const { holds } = clipboard;
  if (holds === 'nothing') return { tokens: [], foundIn: 'nothing', hasCode: false };
  if (holds === 'code') return { tokens: [], foundIn: 'redirectAddress', hasCode: true };
  const id = Math.max(0, ...brought.keys()) + 1;
  brought.set(id, holds);
  const source: TokenSourceView = { kind: 'brought', id };
  return { tokens: [source], foundIn: 'token', hasCode: false };
}

const KINDS = ['accessToken', 'idToken', 'refreshToken'] as const;

export const tokens = (connections: () => ConnectionView[], signOut: (id: string) => void) =>
  ({
    tokens: async () => [
      ...connections().flatMap((connection) =>
        connection.session.state === 'signedOut'
          ? []
          : KINDS.map((token) => ({
              source: { kind: 'connection' as const, connectionId: connection.id, token },
              title: connection.company,
              mark: connection.mark,
              token,
              form: token === 'refreshToken' ? ('opaque' as const) : ('signed' as const),
              expiresAt: token === 'refreshToken' ? null : state.expiresAt / SECONDS,
            })),
      ),
      ...[...brought].map(([id, form]) => ({
        source: { kind: 'brought' as const, id },
        title: 'Pasted token',
        mark: null,
        token: null,
        form,
        expiresAt: form === 'signed' ? state.expiresAt / SECONDS : null,
      })),
    ],
    pasteToken: async () => bring(),
    dropToken: async () => bring(),
    openTokenFile: async () => bring(),
    forgetBrought: async (id) => {
      if (id === null) brought = new Map();
      else brought.delete(id);
      return null;
    },
    inspectToken: async ({ source }) => shown(source, connections()),
    verifyToken: async ({ source }) => {
      const token = shown(source, connections());
      return { ...token, signature: { ...token.signature, state: 'valid' } };
    },
    compareTokens: async () => ({
      findings: ['The second token lacks the scope readwrite:core.'],
      rows: [
        {
          part: 'claims',
          name: 'scope',
          meaning: 'What it allows',
          first: 'readwrite:core openid',
          second: 'openid',
          same: false,
        },
        {
          part: 'claims',
          name: 'company_id',
          meaning: null,
          first: '4711',
          second: null,
          same: false,
        },
        {
          part: 'claims',
          name: 'iss',
          meaning: 'Who issued it',
          first: 'http://127.0.0.1:41872',
          second: 'http://127.0.0.1:41872',
          same: true,
        },
      ],
    }),
    copyToken: async () => null,
    askServer: async () => ({
      askedAt: Date.now() / SECONDS,
      active: true,
      introspection: [claim('active', 'true', 'The server accepts it', 'RFC 7662 §2.2')],
      userInfo: [],
      differs: [],
    }),
    tryToken: async ({ source }) =>
      source.kind === 'brought' && brought.get(source.id) === 'broken'
        ? {
            request: 'GET /company',
            accepted: null,
            status: 503,
            words:
              'No answer came from the service, so nothing is known of the token. Try again later.',
          }
        : {
            request: 'GET /company',
            accepted: true,
            status: 200,
            words: 'The service accepts it.',
          },
    refreshToken: async () => null,
    revokeToken: async ({ source }) => {
      if (source.kind === 'connection') signOut(source.connectionId);
      return null;
    },
  }) satisfies Partial<typeof Commands>;
