import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { Loading } from '../../components/State';
import { useKeys } from '../../components/useKeys';
import { useLate } from '../../components/useLate';
import { ErrorNotice } from '../../errors/ErrorNotice';
import { showTime } from '../../format/dates';
import type { ConnectionView, RunSummaryView } from '../../ipc/client';
import { useConnection } from '../../ipc/queries';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { SessionBanners } from '../connections/SessionBanners';
import { useDraftSteps } from '../entities/draftSteps';
import { UndoAndRedo } from '../entities/UndoAndRedo';
import { FinishedRun } from './FinishedRun';
import { GoingRun } from './GoingRun';
import { useRun } from './runQueries';
import './review.css';
import { useGoingOn } from './useGoingOn';

const words = messages.runs;

/** A run while it goes or waits, and what became of it. */
export function RunScreen({ connectionId, runId }: { connectionId: string; runId: string }) {
  const [, go] = useLocation();
  const connection = useConnection(connectionId);
  const run = useRun(runId);
  const isLate = useLate(run.isPending);
  const back = () => go(paths.connection(connectionId));
  useKeys({ escape: back });
  const steps = useDraftSteps(connectionId, connection?.mayWrite ?? false);
  useGoingOn(connection, run.data);
  const isOver = run.data && (run.data.state === 'finished' || run.data.state === 'cancelled');
  return (
    <main className="main" data-pane="main">
      <header className="topbar">
        <Button look="ghost" square icon="cl" aria-label={words.back} onClick={back} />
        <h1 className="t2">{run.data ? titleOf(run.data) : ''}</h1>
        <span className="dim3 trunc">
          {connection && run.data && placeOf(connection, run.data)}
        </span>
        <span className="grow" />
        {isOver && <UndoAndRedo steps={steps} />}
      </header>
      {connection && <SessionBanners connection={connection} />}
      {isLate && <Loading label={messages.common.loading} />}
      {run.isError && <ErrorNotice error={run.error} onStep={back} />}
      {run.data &&
        connection &&
        (isOver ? (
          <FinishedRun connection={connection} run={run.data} />
        ) : (
          <GoingRun connection={connection} run={run.data} />
        ))}
    </main>
  );
}

function titleOf(run: RunSummaryView): string {
  const bad = run.total - run.done;
  switch (run.state) {
    case 'running':
      return words.running(run.total);
    case 'paused':
      return words.paused;
    case 'parked':
      return words.parked;
    case 'cancelled':
      return words.stopped;
    case 'finished':
      return bad > 0 ? words.finishedBad(bad) : words.finished;
  }
}

const placeOf = ({ company }: ConnectionView, { endedAt }: RunSummaryView): string =>
  endedAt === null ? words.to(company) : words.toAt(company, showTime(endedAt));
