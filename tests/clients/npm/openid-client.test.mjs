// openid-client, as it comes from npm, against the sandbox.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as client from 'openid-client';
import { consent, NATIVE, REDIRECT_URI, start, WEB } from './sandbox.mjs';

const SCOPE = 'readwrite:core offline_access openid profile email';
let sandbox;

before(async () => {
  sandbox = await start();
});
after(() => sandbox.stop());

/** Discovery. Plain http is for loopback alone; the id token's signature is checked although the channel is direct. */
function discover({ id }, authentication) {
  const execute = [client.allowInsecureRequests, client.enableNonRepudiationChecks];
  return client.discovery(new URL(sandbox.issuer), id, undefined, authentication, { execute });
}

/** The code flow with PKCE, state and nonce. */
async function signIn(config, { scope = SCOPE, ...choices } = {}) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope,
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const answer = await consent(url, sandbox.account, choices);
  return client.authorizationCodeGrant(config, answer, { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true });
}

for (const [name, registration, authentication] of [
  ['a native app without a secret', NATIVE, client.None()],
  ['a web app with its secret in the form', WEB, client.ClientSecretPost(WEB.secret)],
  ['a web app with its secret by Basic', WEB, client.ClientSecretBasic(WEB.secret)],
]) {
  test(`${name} signs in, refreshes and revokes`, async () => {
    const config = await discover(registration, authentication);
    const tokens = await signIn(config);
    const claims = tokens.claims();
    assert.equal(claims.aud, registration.id);
    assert.ok(claims.companyId && claims.sid && claims.auth_time);
    assert.equal(tokens.expires_in, 3600);

    const info = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
    assert.equal(info.email, sandbox.account.user);
    const rows = await client.fetchProtectedResource(config, tokens.access_token, new URL('client?page=1,3', tokens.endpoint), 'GET');
    assert.equal((await rows.json()).length, 3);

    const renewed = await client.refreshTokenGrant(config, tokens.refresh_token);
    assert.notEqual(renewed.refresh_token, tokens.refresh_token);
    assert.equal(renewed.claims().sub, claims.sub);
    await client.tokenRevocation(config, renewed.refresh_token, { token_type_hint: 'refresh_token' });
    await assert.rejects(client.refreshTokenGrant(config, renewed.refresh_token), { error: 'invalid_grant' });
    await assert.rejects(client.fetchUserInfo(config, renewed.access_token, claims.sub));
  });
}

test('a scope that the person takes off is not granted', async () => {
  const tokens = await signIn(await discover(NATIVE, client.None()), { without: ['readwrite:core', 'email'] });
  assert.equal(tokens.scope, 'offline_access openid profile');
});

test('a refusal comes back as one', async () => {
  await assert.rejects(signIn(await discover(NATIVE, client.None()), { deny: true }), { error: 'access_denied' });
});

test('a used refresh token ends the sign-in', async () => {
  const config = await discover(NATIVE, client.None());
  const tokens = await signIn(config);
  const renewed = await client.refreshTokenGrant(config, tokens.refresh_token);
  await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token), { error: 'invalid_grant' });
  await assert.rejects(client.refreshTokenGrant(config, renewed.refresh_token), { error: 'invalid_grant' });
});

test('a wrong secret is refused', async () => {
  const config = await discover(WEB, client.ClientSecretPost('wrong'));
  await assert.rejects(signIn(config), { error: 'invalid_client' });
});

// What the client checks is only known when it also finds what is wrong.
for (const [fault, value] of [
  ['wrong-state', 'on'],
  ['id-token', 'wrong-nonce'],
  ['id-token', 'wrong-issuer'],
  ['id-token', 'wrong-audience'],
  ['id-token', 'expired'],
  ['id-token', 'unknown-key'],
  ['id-token', 'bad-signature'],
]) {
  test(`it refuses ${fault}=${value}`, async () => {
    const config = await discover(NATIVE, client.None());
    await sandbox.fault(fault, value);
    try {
      await assert.rejects(signIn(config));
    } finally {
      await sandbox.fault(fault, 'off');
    }
  });
}

test('it refuses user info about somebody else', async () => {
  const config = await discover(NATIVE, client.None());
  const tokens = await signIn(config);
  await sandbox.fault('wrong-user-info-subject', 'on');
  try {
    await assert.rejects(client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub));
  } finally {
    await sandbox.fault('wrong-user-info-subject', 'off');
  }
});
