import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { SlowDown } from '../../components/SlowDown';
import type { ConnectionView, RunView } from '../../ipc/client';
import { usePace } from '../../ipc/queries';
import { messages } from '../../messages';

const words = messages.review;

interface RunSideProps {
  connection: ConnectionView | undefined;
  run: RunView;
  onCancel(): void;
  onBack(): void;
  onReview(): void;
}

/** How far a run is, in numbers first. */
export function RunSide({ connection, run, onCancel, onBack, onReview }: RunSideProps) {
  const ended = run.total - run.left;
  const share = (n: number) => `${run.total ? (n / run.total) * 100 : 0}%`;
  const isRunning = run.state === 'running';
  const rest = run.total - run.done;
  return (
    <aside className="rv-side" aria-label={words.progress} data-pane="side">
      <div className="col g8" role="status">
        <div className="row base">
          <span className="big">
            {isRunning ? words.doneOf(ended, run.total) : words.savedOf(run.done, run.total)}
          </span>
          {isRunning && <span className="dim">{words.done}</span>}
        </div>
        <div
          className="prog"
          role="progressbar"
          aria-label={words.progress}
          aria-valuemin={0}
          aria-valuenow={ended}
          aria-valuemax={run.total}
        >
          <i className="ok" style={{ width: share(run.done) }} />
          <i className="bad" style={{ width: share(run.refused + run.conflicts) }} />
          <i className="warn" style={{ width: share(run.unknown) }} />
        </div>
        <div className="row row-12 sm wrap">
          <span className="st-l">
            <span className="dot ok" />
            {words.saved(run.done)}
          </span>
          {run.refused > 0 && (
            <span className="st-l">
              <span className="dot bad" />
              {words.refused(run.refused)}
            </span>
          )}
          {run.conflicts > 0 && (
            <span className="st-l">
              <span className="dot bad" />
              {words.conflicts(run.conflicts)}
            </span>
          )}
          {run.unknown > 0 && (
            <span className="st-l">
              <span className="dot warn" />
              {words.checking(run.unknown)}
            </span>
          )}
          {run.left > 0 && <span className="dim3">{words.leftCount(run.left)}</span>}
        </div>
      </div>
      {isRunning && connection && <PauseOf connection={connection} />}
      {run.waiting && (
        <div className="note warn">
          <Icon name="clock" />
          <div>{run.waiting}</div>
        </div>
      )}
      <p className="sm dim">{isRunning ? words.leave : rest > 0 ? words.rest(rest) : words.all}</p>
      <span className="grow" />
      {isRunning ? (
        <Button size="lg" icon="pause" onClick={onCancel}>
          {words.cancelRun}
        </Button>
      ) : (
        <>
          {rest > 0 && (
            <Button size="lg" onClick={onReview}>
              {words.again}
            </Button>
          )}
          <Button size="lg" look="pri" onClick={onBack} autoFocus>
            {words.back}
          </Button>
        </>
      )}
    </aside>
  );
}

function PauseOf({ connection }: { connection: ConnectionView }) {
  const until = usePace(connection)?.pausedUntil;
  return <SlowDown service={connection.serviceTitle} until={until} look="note" />;
}
