// What the form of a new connection starts with, and what is looked at before the browser opens.

import type {
  ConnectionFormView,
  NewConnectionView,
  SignInCheckView,
  SignInExaminationView,
} from '../bindings';
import { listensTo, portOf } from './redirect-uri';
import { state } from './state';

export const SCOPES = [
  ['readwrite:core', 'See and change company data', 'Grid, edits, new records, deletes'],
  ['read:core', 'See company data', 'Grid and details'],
  ['offline_access', 'Stay signed in', 'Renews without asking you'],
  ['openid', 'Know who you are', 'Your name on changes'],
  ['profile', 'See your name', 'Your name on the connection'],
  ['email', 'See your e-mail address', 'Your address on the connection'],
  ['address', 'See your postal address', 'Not used'],
].map(([scope = '', meaning = '', usedFor = '']) => ({ scope, meaning, usedFor }));

/** A port that another program holds. */
const TAKEN = 8080;

const FIRST_FORM: ConnectionFormView = {
  installation: 'production',
  issuer: '',
  apiDomain: '',
  clientId: '',
  registeredRedirectUri: 'http://127.0.0.1:53682/callback',
  redirectUri: 'http://127.0.0.1:53682/callback',
  scopes: ['readwrite:core', 'openid', 'profile', 'email', 'offline_access'],
  pkce: true,
  clientAuthentication: 'requestBody',
};

export const newConnection = (): NewConnectionView => ({
  serviceTitle: 'BQE CORE',
  installations: [
    { installation: 'production', host: 'api-identity.bqecore.com', hasPortal: true },
    { installation: 'sandbox', host: 'sandbox-api-identity.bqecore.com', hasPortal: true },
    { installation: 'ownHosts', host: '', hasPortal: false },
  ],
  scopes: SCOPES,
  form: structuredClone(FIRST_FORM),
});

export function hostOf(form: ConnectionFormView): string {
  const { installations } = newConnection();
  const found = installations.find((one) => one.installation === form.installation);
  return found?.host || form.issuer.replace(/^https?:\/\//, '');
}

export function examine(form: ConnectionFormView): SignInExaminationView {
  const good = (
    check: SignInCheckView['check'],
    finding: SignInCheckView['finding'],
    number: number | null = null,
    text: string | null = null,
  ): SignInCheckView => ({ check, state: 'good', finding, number, text });
  const checks: SignInCheckView[] = [
    state.keyringLocked
      ? { ...good('keyring', 'keyringLocked'), state: 'problem' }
      : good('keyring', 'keyringAnswers', 40),
    examinePort(form.redirectUri),
    form.installation === 'ownHosts' && !/^https:\/\/\S+/.test(form.issuer)
      ? { ...good('server', 'serverUnusable'), state: 'problem' }
      : good('server', 'serverAnswers', 210, hostOf(form)),
    good('clock', 'clockRight', 1),
    good('proxy', 'noProxy'),
  ];
  return { checks, mayBegin: checks.every((check) => check.state !== 'problem') };
}

function examinePort(redirectUri: string): SignInCheckView {
  const port: SignInCheckView = {
    check: 'port',
    state: 'good',
    finding: 'portNotNeeded',
    number: null,
    text: null,
  };
  if (!listensTo(redirectUri)) return port;
  const number = portOf(redirectUri);
  return number === TAKEN
    ? { ...port, state: 'problem', finding: 'portTaken', number }
    : { ...port, finding: 'portFree', number };
}
