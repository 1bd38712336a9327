import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { Loading } from '../../components/State';
import { useKeys } from '../../components/useKeys';
import { ErrorDetails, ErrorNotice } from '../../errors/ErrorNotice';
import type { OutcomeView, RunView } from '../../ipc/client';
import { useConnection } from '../../ipc/queries';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { SessionBanners } from '../connections/SessionBanners';
import { cancelRun, useRun } from './queries';
import { RunSide } from './RunSide';

const words = messages.review;

/** A run while it goes and after: problems first, then what was done. */
export function RunScreen({ connectionId, runId }: { connectionId: string; runId: string }) {
  const [, go] = useLocation();
  const connection = useConnection(connectionId);
  const run = useRun(runId);
  const back = () => go(paths.connection(connectionId));
  useKeys({ escape: back });
  return (
    <main className="main" data-pane="main">
      <header className="topbar">
        <Button look="ghost" square icon="cl" aria-label={words.back} onClick={back} />
        <h1 className="t2">{run.data ? titleOf(run.data) : words.running}</h1>
        <span className="dim3 trunc">{connection && words.to(connection.company)}</span>
      </header>
      {connection && <SessionBanners connection={connection} />}
      {run.isPending && <Loading label={messages.common.loading} />}
      {run.isError && <ErrorNotice error={run.error} onStep={back} />}
      {run.data && (
        <div className="rv">
          <div className="scroll">
            <Outcomes run={run.data} />
          </div>
          <RunSide
            run={run.data}
            onCancel={() => cancelRun(runId)}
            onBack={back}
            onReview={() => go(paths.review(connectionId))}
          />
        </div>
      )}
    </main>
  );
}

function titleOf(run: RunView): string {
  const bad = run.total - run.done;
  if (run.state === 'running') return words.running;
  if (run.state === 'cancelled') return words.stopped;
  if (run.state === 'parked') return words.parked;
  return bad > 0 ? words.finishedBad(bad) : words.finished;
}

function Outcomes({ run }: { run: RunView }) {
  const isOver = run.state !== 'running';
  const bad = run.outcomes.filter((one) => one.error !== null);
  const others = run.outcomes.filter((one) => one.error === null);
  return (
    <>
      {bad.length > 0 && (
        <section aria-label={words.notDone}>
          <Head title={words.notDone} count={messages.countOfAll(bad.length, run.total)} />
          {bad.map((one) => (
            <NotDone key={one.changeId} outcome={one} />
          ))}
        </section>
      )}
      {others.length > 0 && (
        <section aria-label={isOver ? words.doneHead : words.running}>
          <Head
            title={isOver ? words.doneHead : words.running}
            count={messages.countOfAll(others.length, run.total)}
          />
          {others.map((one) => (
            <div className="runrow" key={one.changeId} data-outcome={one.outcome}>
              {one.outcome === 'done' ? (
                <Icon name="check" className="c-ok" />
              ) : (
                <span className="dot off" />
              )}
              <span className="trunc" style={{ fontWeight: 550 }}>
                {one.title}
              </span>
              <span className="trunc dim">{words.kinds[one.kind]}</span>
              <span className="nowrap dim">
                {one.outcome === 'done'
                  ? words.doneVerbs[one.kind]
                  : messages.outcomes[one.outcome]}
              </span>
              <span className="num sm dim3">{one.status ?? ''}</span>
            </div>
          ))}
        </section>
      )}
    </>
  );
}

function Head({ title, count }: { title: string; count: string }) {
  return (
    <div className="rg-h">
      <b>{title}</b>
      <span className="dim3">{count}</span>
    </div>
  );
}

function NotDone({ outcome }: { outcome: OutcomeView }) {
  if (!outcome.error) return null;
  return (
    <div className="failrow" data-outcome={outcome.outcome}>
      <span className="c-danger" style={{ position: 'absolute', left: 16, top: 13 }}>
        <Icon name="err" />
      </span>
      <div className="row">
        <b>{words.failed(outcome.title, words.verbs[outcome.kind])}</b>
        <span className="push sm dim3 mono">
          {outcome.status ?? messages.outcomes[outcome.outcome]}
        </span>
      </div>
      <dl className="why">
        <dt>{words.why}</dt>
        <dd>{outcome.error.message}</dd>
        <dt>{words.canDo}</dt>
        <dd>
          <ErrorDetails error={outcome.error} />
        </dd>
      </dl>
    </div>
  );
}
