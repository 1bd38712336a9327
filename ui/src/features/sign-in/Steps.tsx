import { Icon } from '../../components/Icon';
import { useNow } from '../../components/useNow';
import { showClock, showElapsed, toMillis } from '../../format/dates';
import type { GrantView, SignInStepView, SignInView } from '../../ipc/client';
import { messages } from '../../messages';

type Look = 'done' | 'now' | 'todo' | 'fail';

const ORDER: SignInStepView[] = [
  'openingBrowser',
  'waitingForConsent',
  'exchangingCode',
  'tryingToken',
  'storingTokens',
  'signedIn',
];

/** What a person sees of each grant; a step that is left out belongs to the one before it. */
const SHOWN: Record<GrantView, SignInStepView[]> = {
  authorizationCode: ORDER.filter((step) => step !== 'tryingToken'),
  deviceCode: ORDER.filter((step) => step !== 'openingBrowser'),
  clientCredentials: ORDER.slice(2),
  password: ORDER.slice(2),
  token: ORDER.slice(3),
};

export function Steps({ signIn }: { signIn: SignInView }) {
  const words = messages.signIn;
  const stopped = signIn.step === 'failed' || signIn.step === 'cancelled';
  const shown = SHOWN[signIn.grant];
  const reached = ORDER.indexOf(stopped ? signIn.reached : signIn.step);
  const at = shown.findLastIndex((step) => ORDER.indexOf(step) <= reached);
  const look = (index: number): Look => {
    if (shown[index] === 'openingBrowser' && signIn.noBrowser) return 'fail';
    if (index < at || signIn.step === 'signedIn') return 'done';
    if (index > at) return 'todo';
    return stopped ? 'fail' : 'now';
  };
  const titles: Partial<Record<SignInStepView, string>> = {
    openingBrowser: signIn.noBrowser ? words.notOpened : words.opened,
    waitingForConsent: signIn.device ? words.waitingForCode : words.waiting,
    exchangingCode: words.exchanging[signIn.grant],
    tryingToken: words.trying,
    storingTokens: words.storing,
    signedIn: words.signedIn,
  };
  const minutes = Math.round(signIn.limitSeconds / 60);
  return (
    <ol className="vsteps" aria-label={words.steps} aria-live="polite">
      {shown.map((step, index) => {
        const how = look(index);
        const isConsent = step === 'waitingForConsent';
        const denied = how === 'fail' && isConsent && signIn.error?.code === 'signInDenied';
        const refused = how === 'fail' && isConsent && signIn.error?.code === 'signInFailed';
        return (
          <li key={step} className={how} aria-current={how === 'now' ? 'step' : undefined}>
            <span className="b">
              {how === 'done' && <Icon name="check" />}
              {how === 'fail' && <Icon name="x" />}
              {how === 'now' && <span className="spin" />}
            </span>
            <div>
              <div className="t">
                {denied ? words.refused : refused ? words.appRefused : titles[step]}
              </div>
              {step === 'openingBrowser' && how === 'done' && (
                <div className="dim">{words.at(signIn.host)}</div>
              )}
              {(step === 'exchangingCode' || step === 'tryingToken') &&
                how === 'now' &&
                signIn.host && <div className="dim">{words.at(signIn.host)}</div>}
              {isConsent && how === 'now' && !signIn.device && (
                <div className="dim">{words.waitingText(signIn.serviceTitle, minutes)}</div>
              )}
              {how === 'fail' && index === at && signIn.step === 'failed' && (
                <div className="dim">
                  {denied || refused ? words.sentBack(signIn.serviceTitle) : words.failed}
                </div>
              )}
            </div>
            <span className="sm dim3" style={{ lineHeight: '20px' }}>
              {index === 0 && !isConsent && showClock(signIn.startedAt)}
              {isConsent && how === 'now' && <Elapsed since={toMillis(signIn.startedAt)} />}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Elapsed({ since }: { since: number }) {
  const now = useNow();
  return <span aria-hidden="true">{showElapsed(now - since)}</span>;
}
