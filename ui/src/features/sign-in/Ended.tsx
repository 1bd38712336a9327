import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { ErrorDetails } from '../../errors/ErrorNotice';
import { ThisRunOnly } from '../../errors/ThisRunOnly';
import { presentError } from '../../errors/presentation';
import type { SignInChangeView, SignInView } from '../../ipc/client';
import { useWay, type Way } from '../../ipc/way';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { Frame } from './Frame';
import { useSignInActions } from './queries';
import { Steps } from './Steps';
import { markOf } from './mark';
import { stepOf, titleOf } from './Waiting';

const words = messages.signIn;

/** What happened, why, and what can be tried. */
export function Ended({ signIn, way }: { signIn: SignInView; way: Way | undefined }) {
  const [, go] = useLocation();
  const { retry } = useSignInActions(signIn.signInId);
  const { keep } = useWay();
  const error = signIn.error;
  const advice = error && words.advice[error.code];
  const back = () => go(way?.place ?? way?.form ?? paths.home);
  const again = (change: SignInChangeView) =>
    retry.mutate(change, {
      onSuccess: ({ signInId, connectionId }) => {
        if (signInId) {
          keep(signInId, way);
          go(paths.signIn(signInId), { replace: true });
        } else if (connectionId) go(way?.place ?? paths.connection(connectionId));
      },
    });
  return (
    <Frame
      title={titleOf(signIn)}
      mark={markOf(signIn.serviceTitle)}
      step={stepOf(signIn, way)}
      backLabel={way?.place ? words.backToWork : way?.form ? words.backToForm : words.back}
      onBack={back}
    >
      <div className="scroll">
        <div className="page sign-in">
          <div role="alert">
            <h1 className="t1" style={{ marginBottom: 4 }}>
              {error ? presentError(error.code).title : words.cancelled}
            </h1>
            <p className="dim" style={{ marginBottom: 20 }}>
              {error?.message ?? words.cancelledText}
            </p>
          </div>
          <Steps signIn={signIn} />
          <section className="box can-do" aria-label={words.canDo}>
            <h2 className="t3">{words.canDo}</h2>
            {advice && (
              <ul className="col g6 dim">
                {advice.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            )}
            <div className="row wrap">
              {signIn.retries.map((change, at) => (
                <Button
                  key={change}
                  look={at === 0 ? 'pri' : 'default'}
                  {...(at === 0 ? { icon: 'refresh' as const } : {})}
                  autoFocus={at === 0}
                  disabled={retry.isPending}
                  onClick={() => again(change)}
                >
                  {words.retries[change]}
                </Button>
              ))}
              {(way?.form || signIn.hasForm) && (
                <Button
                  look={signIn.retries.length === 0 ? 'pri' : 'default'}
                  onClick={() => go(way?.form ?? paths.addCore(signIn.signInId))}
                >
                  {way?.form ? words.changeForm : words.changeDetails}
                </Button>
              )}
              <span className="grow" />
              <Button look="ghost" keys="Esc" onClick={back}>
                {words.cancel}
              </Button>
            </div>
          </section>
          {error?.code === 'keyringUnavailable' && <ThisRunOnly />}
          {error && <ErrorDetails error={error} />}
        </div>
      </div>
    </Frame>
  );
}
