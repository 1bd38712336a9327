// Sign-ins under way, and how they end.

import type {
  ConnectRequest,
  ConnectionFormView,
  ConnectionView,
  OpenConnectionView,
  RetrySignInRequest,
  SignInChangeView,
  SignInStepView,
  SignInView,
  UiError,
} from '../bindings';
import { hostOf, newConnection, SCOPES } from './new-connection';
import { listensTo } from './redirect-uri';
import { COMPANY, connectionOf, events, ID, state } from './state';

/** How the next sign-in ends; a client ID of the same name asks for it too. */
export type Ending =
  'signedIn' | 'waits' | 'denied' | 'offlineRefused' | 'pkceRefused' | 'timedOut' | 'readOnly';

interface Stop {
  error: UiError;
  retries: SignInChangeView[];
}

const stopped = (
  code: UiError['code'],
  message: string,
  detail: string,
  retries: SignInChangeView[],
): Stop => ({
  error: {
    code,
    message,
    nextStep: code === 'signInFailed' ? 'checkConnection' : 'signInAgain',
    detail,
  },
  retries,
});

const STOPS: Partial<Record<string, Stop>> = {
  denied: stopped(
    'signInDenied',
    'Somebody pressed Deny or Cancel on the consent page, or your role may not approve apps. Nothing was stored and nothing was changed.',
    'error=access_denied',
    ['nothing'],
  ),
  offlineRefused: stopped(
    'signInFailed',
    'BQE CORE does not let this app stay signed in. Without it you sign in again each hour, and nothing is lost.',
    'error=unauthorized_client',
    ['withoutOfflineAccess', 'withoutPkce', 'nothing'],
  ),
  pkceRefused: stopped(
    'signInFailed',
    'BQE CORE refused this app. Some apps with a secret are refused with PKCE.',
    'error=unauthorized_client',
    ['withoutPkce', 'secretAsBasic', 'nothing'],
  ),
  timedOut: stopped(
    'signInTimedOut',
    'No answer came from the browser within 5 minutes. Nothing was stored and nothing was changed.',
    'no answer',
    ['nothing'],
  ),
};

interface Start {
  form?: ConnectionFormView;
  hasSecret?: boolean;
  /** The connection that is signed in again. */
  connectionId?: string;
}

const starts = new Map<string, Start>();

/** The details of a connection, which its sign-ins are begun with. */
const formOf = ({ id, environment, pkce }: ConnectionView): ConnectionFormView => ({
  ...newConnection().form,
  installation: environment === 'demo' ? 'ownHosts' : environment,
  clientId: `client-of-${id}`,
  pkce,
});

export function startSignIn(start: Start = {}): string {
  const connection = state.others.find((one) => one.id === start.connectionId);
  const form = start.form ?? (connection && formOf(connection));
  const signInId = `si-${state.next++}`;
  const redirectUri = form?.redirectUri ?? 'http://127.0.0.1:53682/callback';
  const signIn: SignInView = {
    signInId,
    serviceTitle: 'BQE CORE',
    environment: form?.installation ?? connection?.environment ?? 'demo',
    step: 'waitingForConsent',
    reached: 'waitingForConsent',
    host: form ? hostOf(form) : '127.0.0.1:41872',
    redirectUri,
    listens: listensTo(redirectUri),
    company: connection?.company ?? (start.connectionId && state.connected ? COMPANY : null),
    hasForm: form !== undefined || connection !== undefined,
    startedAt: Date.now(),
    limitSeconds: 300,
    pastedAddressRefused: false,
    noBrowser: false,
    grant: 'authorizationCode',
    device: null,
    connectionId: null,
    error: null,
    retries: [],
  };
  starts.set(signInId, { ...start, ...(form ? { form } : {}) });
  state.signIns.set(signInId, signIn);
  const ending = endingOf(signInId);
  const mine = state;
  const later = (step: SignInStepView, ms: number) =>
    setTimeout(() => mine === state && stepSignIn(signInId, step), ms);
  if (ending in STOPS) later('failed', 300);
  else if (ending !== 'waits') later('signedIn', 2500);
  return signInId;
}

function endingOf(signInId: string): string {
  const clientId = starts.get(signInId)?.form?.clientId ?? '';
  return clientId === 'waits' || clientId === 'readOnly' || clientId in STOPS
    ? clientId
    : state.ending;
}

export const connect = (request: ConnectRequest): OpenConnectionView => ({
  connectionId: null,
  question: null,
  signInId: startSignIn({
    ...starts.get(request.follows ?? ''),
    form: request.form,
    hasSecret:
      request.clientSecret !== null ||
      (request.keepSecret && (starts.get(request.follows ?? '')?.hasSecret ?? false)),
  }),
});

export const signInForm = (signInId: string) => {
  const { form, hasSecret = false } = starts.get(signInId) ?? {};
  return form && { form, hasSecret };
};

export function retrySignIn({ signInId, change }: RetrySignInRequest): OpenConnectionView {
  const start = starts.get(signInId) ?? {};
  const form = start.form && changedForm(start.form, change);
  state.retried.push(change);
  const signIn = startSignIn({ ...start, ...(form ? { form } : {}) });
  return { connectionId: null, signInId: signIn, question: null };
}

function changedForm(form: ConnectionFormView, change: SignInChangeView): ConnectionFormView {
  switch (change) {
    case 'nothing':
      return form;
    case 'withoutOfflineAccess':
      return { ...form, scopes: form.scopes.filter((scope) => scope !== 'offline_access') };
    case 'withoutPkce':
      return { ...form, pkce: false };
    case 'withPkce':
      return { ...form, pkce: true };
    case 'secretInRequestBody':
      return { ...form, clientAuthentication: 'requestBody' };
    case 'secretAsBasic':
      return { ...form, clientAuthentication: 'basic' };
  }
}

export function stepSignIn(signInId: string, step: SignInStepView): void {
  const now = state.signIns.get(signInId);
  if (!now || now.step === 'cancelled' || now.step === 'signedIn') return;
  const stop = step === 'failed' ? STOPS[endingOf(signInId)] : undefined;
  const connectionId = step === 'signedIn' ? signedIn(signInId) : null;
  const next: SignInView = {
    ...now,
    step,
    reached: step === 'failed' || step === 'cancelled' ? now.reached : step,
    connectionId,
    error: stop?.error ?? null,
    retries: stop?.retries ?? (step === 'cancelled' ? ['nothing'] : []),
  };
  state.signIns.set(signInId, next);
  events.signInProgressed.send({ signIn: next });
  if (connectionId) events.deskChanged.send({ connectionId });
}

/** The connection that is signed in now. */
function signedIn(signInId: string): string {
  const { form, connectionId } = starts.get(signInId) ?? {};
  const connection = state.others.find((one) => one.id === connectionId);
  if (connection) {
    const renewed = { ...connection.session, state: 'ready' as const, reason: null };
    connection.session = { ...renewed, expiresAt: Date.now() + 60 * 60_000 };
    return connection.id;
  }
  if (!form) {
    state.signedIn = state.connected = true;
    return ID;
  }
  const id = `core-${state.next++}`;
  const granted = (scope: string) =>
    form.scopes.includes(scope) &&
    !(endingOf(signInId) === 'readOnly' && ['readwrite:core', 'offline_access'].includes(scope));
  state.others.push(
    connectionOf({
      id,
      company: 'Halden & Marsh Architects',
      mark: 'HM',
      environment: form.installation,
      baseUrl: 'https://api.bqecore.com/api',
      mayWrite: granted('readwrite:core'),
      pkce: form.pkce,
      session: {
        state: 'ready',
        expiresAt: Date.now() + 60 * 60_000,
        renews: granted('offline_access'),
        reason: null,
      },
      scopes: SCOPES.map((one) => ({
        ...one,
        asked: form.scopes.includes(one.scope),
        granted: granted(one.scope),
      })),
    }),
  );
  return id;
}
