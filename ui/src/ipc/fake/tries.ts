// Sign-ins that need no browser: the steps they go through, and how they end.

import type {
  DeviceCodeView,
  EnvironmentView,
  GrantView,
  OpenConnectionView,
  SignInStepView,
  SignInView,
  UiError,
} from '../bindings';
import { events, state } from './state';

interface Try {
  grant: GrantView;
  /** Looked at for how it ends, and forgotten. */
  secret: string;
  serviceTitle: string;
  host: string;
  company?: string;
  environment?: EnvironmentView;
  device?: DeviceCodeView;
  /** Makes the connection ready and names it. */
  done(): string;
}

/** "refused…", "unscoped…" and "wrong" end badly, "waits…" does not end. */
function endOf({ grant, secret, serviceTitle, host }: Try): UiError | 'waits' | null {
  if (secret.startsWith('waits')) return 'waits';
  const said = { nextStep: 'fixField' as const };
  if (grant === 'password' && secret === 'wrong')
    return {
      ...said,
      code: 'signInFailed',
      message: `${host} did not take this user name and password. It was not tried again, so that the account is not locked.`,
      detail: '400 invalid_grant',
    };
  if (secret.startsWith('unscoped'))
    return {
      code: 'signInFailed',
      message: `${serviceTitle} does not know this scope, or this account or app may not use it. Check the scope in the settings.`,
      nextStep: 'checkConnection',
      detail: '400 invalid_scope',
    };
  return secret.startsWith('refused')
    ? {
        ...said,
        code: 'signInFailed',
        message: `${serviceTitle} does not take this token: it may be of another service, or taken back.`,
        detail: '401 GET /publishers/?page_size=1',
      }
    : null;
}

const STEPS: Record<GrantView, SignInStepView[]> = {
  authorizationCode: ['waitingForConsent', 'exchangingCode', 'storingTokens'],
  deviceCode: ['waitingForConsent', 'exchangingCode', 'tryingToken', 'storingTokens'],
  clientCredentials: ['exchangingCode', 'tryingToken', 'storingTokens'],
  password: ['exchangingCode', 'tryingToken', 'storingTokens'],
  token: ['tryingToken', 'storingTokens'],
};

/** How long a step is seen, in milliseconds. */
const PACE: Partial<Record<SignInStepView, number>> = { waitingForConsent: 2500 };

export function beginTry(given: Try): OpenConnectionView {
  const signInId = `si-${state.next++}`;
  const steps = STEPS[given.grant];
  const first = steps[0] ?? 'tryingToken';
  const end = endOf(given);
  put({
    signInId,
    serviceTitle: given.serviceTitle,
    environment: given.environment ?? 'production',
    step: first,
    reached: first,
    host: given.host,
    redirectUri: 'http://127.0.0.1:49152/callback',
    listens: true,
    company: given.company ?? null,
    hasForm: false,
    startedAt: Date.now(),
    limitSeconds: 600,
    pastedAddressRefused: false,
    noBrowser: false,
    grant: given.grant,
    device: given.device ?? null,
    connectionId: null,
    error: null,
    retries: [],
  });
  const { done } = given;
  const mine = state;
  const goOn = (at: number) => {
    const now = state.signIns.get(signInId);
    if (mine !== state || !now || now.step === 'cancelled') return;
    const step = steps[at];
    if (end && at > 0) {
      if (end !== 'waits') put({ ...now, step: 'failed', error: end });
    } else if (step) {
      put({ ...now, step, reached: step });
      setTimeout(() => goOn(at + 1), PACE[step] ?? 150);
    } else {
      const connectionId = done();
      put({ ...now, step: 'signedIn', reached: 'signedIn', connectionId });
      events.deskChanged.send({ connectionId });
    }
  };
  setTimeout(() => goOn(1), PACE[first] ?? 300);
  return { connectionId: null, signInId, question: null };
}

function put(signIn: SignInView): void {
  state.signIns.set(signIn.signInId, signIn);
  events.signInProgressed.send({ signIn });
}
