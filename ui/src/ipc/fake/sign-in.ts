import type { SignInStepView } from '../bindings';
import { events, ID, state } from './state';

export function startSignIn(): string {
  const signInId = `si-${state.next++}`;
  state.signIns.set(signInId, {
    signInId,
    serviceTitle: 'BQE CORE',
    step: 'waitingForConsent',
    host: '127.0.0.1:41872',
    redirectUri: 'http://127.0.0.1:53682/callback',
    startedAt: Date.now(),
    pastedAddressRefused: false,
    noBrowser: false,
    limitSeconds: 600,
    connectionId: null,
    error: null,
  });
  if (!state.deny) setTimeout(() => stepSignIn(signInId, 'signedIn'), 2500);
  else setTimeout(() => stepSignIn(signInId, 'failed'), 300);
  return signInId;
}

export function stepSignIn(signInId: string, step: SignInStepView): void {
  const now = state.signIns.get(signInId);
  if (!now || now.step === 'cancelled' || now.step === 'signedIn') return;
  const done = step === 'signedIn';
  if (done) state.signedIn = state.connected = true;
  const error =
    step === 'failed'
      ? {
          code: 'signInDenied' as const,
          message:
            'Somebody pressed Deny or Cancel on the consent page, or your role may not approve apps. Nothing was stored and nothing was changed.',
          nextStep: 'signInAgain' as const,
          detail: 'error=access_denied',
        }
      : null;
  const next = { ...now, step, connectionId: done ? ID : null, error };
  state.signIns.set(signInId, next);
  events.signInProgressed.send({ signIn: next });
  if (done) events.deskChanged.send({ connectionId: ID });
}
