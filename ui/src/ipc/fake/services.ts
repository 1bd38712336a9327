// Services other than BQE CORE, in memory. A token "refused…" and a password "wrong" are refused.

import type {
  BidcoreFormView,
  commands,
  ConnectionView,
  CredentialQuestionView,
  DescriptionStatusView,
  GiveCredentialRequest,
  GrantView,
  OpenConnectionView,
  PastedTokenView,
} from '../bindings';
import { fail } from './fail';
import { habitsOf, keepHabits, preview } from './preview';
import { connectService, discoverEndpoints, readDocument } from './service-draft';
import { connectionOf, events, state } from './state';
import { beginTry } from './tries';

const BIDCORE: BidcoreFormView = {
  name: '',
  baseUrl: 'https://my.bidcore.iponweb.com',
  openapiAddress: '/openapi.json',
  tokenUrl: 'https://uauth.iponweb.com/oauth2/token/',
  scope: 'service_id=my.bidcore.iponweb.com',
  clientId: '',
};

const BELONGS = /^[\w\-.~+/]+=*$/;

const unwrapped = (text: string): string => text.trim().replace(/^Bearer\s+/i, '');

function checkPastedToken(text: string): PastedTokenView {
  const token = unwrapped(text);
  const takenOff = token === text.trim() ? null : 'the word “Bearer” at the start';
  const at = [...token].findIndex((character) => !/[\w\-.~+/=]/.test(character));
  const problem = BELONGS.test(token)
    ? null
    : at < 0
      ? 'There is no token in it.'
      : `The character at position ${at + 1} does not belong in a token. Copy the token once more, whole and alone.`;
  return { problem, takenOff, length: token.length };
}

function connectBidcore(form: BidcoreFormView, grant: GrantView, secret: string, user: string) {
  if (!/^https:\/\/\S+/.test(form.baseUrl))
    fail({
      message: 'The base URL is not an https address, so the token would not be safe on its way.',
      nextStep: 'fixField',
    });
  const host = form.baseUrl.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  const id = `bidcore-${state.next++}`;
  return beginTry({
    grant,
    secret,
    serviceTitle: 'BidCore Workflow',
    host,
    done: () => {
      state.others.push(
        connectionOf({
          id,
          serviceTitle: 'BidCore Workflow',
          company: form.name || host,
          mark: 'NL',
          person: user,
          personEmail: null,
          environment: 'production',
          baseUrl: form.baseUrl,
          grant,
          isDescribed: true,
          allowedRequestsPerMinute: 0,
          session: sessionOf(grant),
        }),
      );
      return id;
    },
  });
}

const sessionOf = (grant: GrantView): ConnectionView['session'] => ({
  state: 'ready',
  expiresAt: grant === 'token' ? null : Date.now() + 60 * 60_000,
  renews: grant === 'clientCredentials',
  reason: null,
});

/** What a connection is asked for here; nothing where a browser is. */
export function questionOf(connectionId: string): CredentialQuestionView | null {
  const connection = state.others.find((one) => one.id === connectionId);
  if (!connection || connection.environment === 'demo') return null;
  if (!['password', 'token', 'clientCredentials'].includes(connection.grant)) return null;
  const { company, serviceTitle, grant, person, baseUrl } = connection;
  return {
    connectionId,
    company,
    serviceTitle,
    grant,
    user: grant === 'password' ? person : '',
    host: (grant === 'password' ? BIDCORE.tokenUrl : (baseUrl ?? '')).split('/')[2] ?? '',
    why: WHY[grant] ?? null,
  };
}

const WHY: Partial<Record<GrantView, string>> = {
  password: 'The temporary token has ended, and your password was not kept.',
  token: 'The token is no longer taken: make a new one and paste it here.',
  clientCredentials: 'The client secret is no longer in the keyring.',
};

function giveCredential(request: GiveCredentialRequest): OpenConnectionView {
  const connection = state.others.find((one) => one.id === request.connectionId);
  if (!connection) return fail({ message: 'This connection is not known.' });
  return beginTry({
    grant: connection.grant,
    secret: request.token ?? request.password?.password ?? request.clientSecret ?? '',
    serviceTitle: connection.serviceTitle,
    company: connection.company,
    host: questionOf(connection.id)?.host ?? '',
    done: () => {
      connection.session = sessionOf(connection.grant);
      return connection.id;
    },
  });
}

const NO_NEWS: DescriptionStatusView = {
  readAt: Date.UTC(2026, 10, 2, 9, 30),
  problem: null,
  isBuiltIn: false,
  news: null,
  differences: [],
};

const descriptionOf = (connectionId: string) => state.descriptions.get(connectionId) ?? NO_NEWS;

function setDescription(connectionId: string, part: Partial<DescriptionStatusView>): null {
  state.descriptions.set(connectionId, { ...descriptionOf(connectionId), ...part });
  events.catalogueChanged.send({ connectionId });
  return null;
}

export const services: Pick<
  typeof commands,
  | 'newBidcore'
  | 'checkPastedToken'
  | 'openTokenPortal'
  | 'connectBidcore'
  | 'readDocument'
  | 'discoverEndpoints'
  | 'connectService'
  | 'habits'
  | 'preview'
  | 'setHabits'
  | 'saveDescription'
  | 'credentialQuestion'
  | 'giveCredential'
  | 'descriptionStatus'
  | 'readDescriptionAgain'
  | 'dismissNews'
> = {
  newBidcore: async () => ({
    form: structuredClone(BIDCORE),
    portalHost: 'uauth.iponweb.com',
    portalScope: 'my.bidcore.iponweb.com',
  }),
  checkPastedToken: async (text) => checkPastedToken(text),
  openTokenPortal: async () => (state.opened.push('uauth.iponweb.com'), null),
  connectBidcore: async ({ form, token, password }) =>
    password
      ? connectBidcore(form, 'password', password.password, password.user)
      : connectBidcore(form, 'token', unwrapped(token ?? ''), 'Permanent token'),
  readDocument: async (request) => readDocument(request),
  discoverEndpoints: async ({ form }) => discoverEndpoints(form),
  connectService: async (request) => connectService(request),
  habits: async (connectionId) => habitsOf(connectionId),
  preview: async (request) => preview(request),
  setHabits: async ({ connectionId, habits }) => keepHabits(connectionId, habits),
  saveDescription: async () => true,
  credentialQuestion: async (connectionId) => questionOf(connectionId),
  giveCredential: async (request) => giveCredential(request),
  descriptionStatus: async (connectionId) => structuredClone(descriptionOf(connectionId)),
  readDescriptionAgain: async (connectionId) =>
    setDescription(connectionId, { problem: null, isBuiltIn: false, readAt: Date.now() }),
  dismissNews: async (connectionId) =>
    setDescription(connectionId, { news: null, differences: [] }),
};
