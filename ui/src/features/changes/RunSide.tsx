import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { quietFocus } from '../../components/quietFocus';
import { Icon } from '../../components/Icon';
import { SlowDown } from '../../components/SlowDown';
import { useEach } from '../../components/useEach';
import { useNow } from '../../components/useNow';
import { toastError } from '../../errors/ErrorNotice';
import { showClock, showDuration, toMillis } from '../../format/dates';
import type { ConnectionView, RunSummaryView } from '../../ipc/client';
import { usePace } from '../../ipc/queries';
import { useOpen } from '../../ipc/useOpen';
import { messages } from '../../messages';
import { listed } from '../../messages/plural';
import { useRunActions } from './runQueries';
import { RunProgress } from './RunProgress';
import { goOnAfterSignIn } from './useGoingOn';
import { useSpace } from './useSpace';

const words = messages.runs;
const SAID_MS = 5000;

interface RunSideProps {
  connection: ConnectionView;
  run: RunSummaryView;
}

/** How far a run is, why it waits, and what can be done with it. */
export function RunSide({ connection, run }: RunSideProps) {
  const [place] = useLocation();
  const now = useNow(1000);
  const until = usePace(connection)?.pausedUntil;
  const { pause, resume, isResuming, stop, isStopping } = useRunActions(run.runId);
  const { openConnection, busy } = useOpen(toastError);
  const isRunning = run.state === 'running';
  const needsSignIn = run.waitsFor === 'signIn' && connection.session.state === 'signedOut';
  const goOn = () => {
    if (!needsSignIn) return resume();
    goOnAfterSignIn(run.runId);
    openConnection(connection, place);
  };
  const said = useEach(words.doneOf(run.total - run.left, run.total), SAID_MS);
  useSpace(isRunning ? pause : goOn);
  const { expiresAt } = connection.session;
  return (
    <aside className="rv-side" aria-label={words.progress} data-pane="side">
      <RunProgress run={run} />
      <span className="sr" role="status">
        {said}
      </span>
      {isRunning && until !== null && until !== undefined && toMillis(until) > now && (
        <div className="col g6">
          <SlowDown service={connection.serviceTitle} until={until} look="note" />
          <div>
            <Button size="xsm" icon="pause" onClick={pause}>
              {words.pauseInstead}
            </Button>
          </div>
        </div>
      )}
      {run.waiting !== null && (
        <div className="note warn" role="status">
          <Icon name={run.waitsFor === 'signIn' ? 'key' : 'pause'} />
          <div>
            <b>{words.waits}</b>
            <div>{run.waiting}</div>
          </div>
        </div>
      )}
      {run.unknown > 0 && (
        <div className="note">
          <Icon name="help" />
          <div className="sm">
            <b>{words.noAnswer(run.unknown)}</b> {words.noAnswerText}
          </div>
        </div>
      )}
      <dl className="facts">
        <dt>{words.company}</dt>
        <dd>{connection.company}</dd>
        <dt>{words.started}</dt>
        <dd>{showClock(run.startedAt)}</dd>
        {run.perMinute !== null && (
          <>
            <dt>{words.rate}</dt>
            <dd>{words.perMinute(run.perMinute)}</dd>
          </>
        )}
        {expiresAt !== null && (
          <>
            <dt>{words.signIn}</dt>
            <dd>{words.timeLeft(showDuration(Math.max(0, toMillis(expiresAt) - now), true))}</dd>
          </>
        )}
        {run.preparedBy.length > 0 && (
          <>
            <dt>{words.preparedBy}</dt>
            <dd>{listed(run.preparedBy)}</dd>
          </>
        )}
      </dl>
      <p className="sm dim">{words.leave}</p>
      <span className="grow" />
      <div className="col g8 rv-foot">
        {isRunning ? (
          <Button
            size="lg"
            icon="pause"
            keys="Space"
            disabled={isStopping}
            onClick={pause}
            ref={quietFocus}
          >
            {words.pause}
          </Button>
        ) : (
          <Button
            size="lg"
            look="pri"
            icon="play"
            keys="Space"
            disabled={isResuming || busy}
            onClick={goOn}
            ref={quietFocus}
          >
            {needsSignIn ? words.signInAndGoOn : words.goOn}
          </Button>
        )}
        <Button size="lg" look="ghost" disabled={isStopping} onClick={stop}>
          {isRunning ? words.stop : words.stopHere}
        </Button>
      </div>
    </aside>
  );
}
