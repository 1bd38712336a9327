// A certified OpenID provider that nobody here wrote, on loopback, with a small API behind its tokens.
// It prints where it is as one line of JSON and ends with its input.

import { createServer } from 'node:http';
import { once } from 'node:events';
import Provider from 'oidc-provider';

// Its notices too: nobody reads its output after the first line.
console.info = console.warn;

const server = createServer();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${server.address().port}`;

const loopback = { application_type: 'native', response_types: ['code'], redirect_uris: ['http://127.0.0.1/callback'] };
const provider = new Provider(origin, {
  clients: [
    { ...loopback, client_id: 'public', token_endpoint_auth_method: 'none', grant_types: ['authorization_code', 'refresh_token'] },
    {
      ...loopback,
      client_id: 'confidential',
      client_secret: 's3cr&t+of a client',
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'refresh_token'],
    },
    {
      client_id: 'device',
      token_endpoint_auth_method: 'none',
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      response_types: [],
      redirect_uris: [],
    },
    {
      client_id: 'robot',
      client_secret: 's3cr&t+of a robot',
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    },
  ],
  cookies: { keys: ['for this run alone'] },
  features: {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
  },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: async (ctx, client) => client.grantTypeAllowed('refresh_token'),
  scopes: ['openid', 'offline_access', 'records'],
  ttl: { AccessToken: 3600, ClientCredentials: 3600, DeviceCode: 600 },
});

// `GET /api/records` answers whoever brings a token that is good.
provider.use(async (ctx, next) => {
  if (ctx.path !== '/api/records') return next();
  const [, token] = /^Bearer (.+)$/.exec(ctx.get('authorization')) ?? [];
  const found = token && ((await provider.AccessToken.find(token)) ?? (await provider.ClientCredentials.find(token)));
  ctx.status = found?.isValid ? 200 : 401;
  ctx.body = found?.isValid ? [{ id: 1 }] : { error: 'invalid_token' };
});

server.on('request', provider.callback());
process.stdout.write(`${JSON.stringify({ issuer: origin, api: `${origin}/api` })}\n`);
process.stdin.on('end', () => process.exit(0)).resume();
