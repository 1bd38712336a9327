import { Icon } from '../../components/Icon';
import { useNow } from '../../components/useNow';
import { showClock, showElapsed, toMillis } from '../../format/dates';
import type { SignInStepView, SignInView } from '../../ipc/client';
import { messages } from '../../messages';

type Look = 'done' | 'now' | 'todo' | 'fail';

const ORDER: SignInStepView[] = [
  'openingBrowser',
  'waitingForConsent',
  'exchangingCode',
  'storingTokens',
  'signedIn',
];

export function Steps({ signIn }: { signIn: SignInView }) {
  const words = messages.signIn;
  const stopped = signIn.step === 'failed' || signIn.step === 'cancelled';
  const at = ORDER.indexOf(stopped ? signIn.reached : signIn.step);
  const look = (index: number): Look => {
    if (index === 0 && signIn.noBrowser) return 'fail';
    if (index < at || signIn.step === 'signedIn') return 'done';
    if (index > at) return 'todo';
    return stopped ? 'fail' : 'now';
  };
  const titles = [
    signIn.noBrowser ? words.notOpened : words.opened,
    words.waiting,
    words.exchanging,
    words.storing,
    words.signedIn,
  ];
  const minutes = Math.round(signIn.limitSeconds / 60);
  return (
    <ol className="vsteps" aria-label={words.steps} aria-live="polite">
      {titles.map((title, index) => {
        const how = look(index);
        const denied = how === 'fail' && index === 1 && signIn.error?.code === 'signInDenied';
        const refused = how === 'fail' && index === 1 && signIn.error?.code === 'signInFailed';
        return (
          <li key={title} className={how} aria-current={how === 'now' ? 'step' : undefined}>
            <span className="b">
              {how === 'done' && <Icon name="check" />}
              {how === 'fail' && <Icon name="x" />}
              {how === 'now' && <span className="spin" />}
            </span>
            <div>
              <div className="t">{denied ? words.refused : refused ? words.appRefused : title}</div>
              {index === 0 && how === 'done' && <div className="dim">{words.at(signIn.host)}</div>}
              {index === 1 && how === 'now' && (
                <div className="dim">{words.waitingText(signIn.serviceTitle, minutes)}</div>
              )}
              {how === 'fail' && index === at && signIn.step === 'failed' && (
                <div className="dim">
                  {denied || refused ? words.sentBack(signIn.serviceTitle) : words.failed}
                </div>
              )}
            </div>
            <span className="sm dim3" style={{ lineHeight: '20px' }}>
              {index === 0 && showClock(signIn.startedAt)}
              {index === 1 && how === 'now' && <Elapsed since={toMillis(signIn.startedAt)} />}
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
