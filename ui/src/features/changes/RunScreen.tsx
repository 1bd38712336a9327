import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { Loading } from '../../components/State';
import { useKeys } from '../../components/useKeys';
import { ErrorDetails, ErrorNotice } from '../../errors/ErrorNotice';
import { useEffect, useRef, useState } from 'react';
import type { ConnectionView, EntityRequest, OutcomeView, RunView } from '../../ipc/client';
import { useConnection } from '../../ipc/queries';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { SessionBanners } from '../connections/SessionBanners';
import { DeleteDialog } from '../entities/deleting/DeleteDialog';
import { cancelRun, useReviewActions, useRun } from './queries';
import { RunSide } from './RunSide';
import { useProblems } from './useProblems';

const words = messages.review;

/** A run while it goes and after: problems first, then what was done. */
export function RunScreen({ connectionId, runId }: { connectionId: string; runId: string }) {
  const [, go] = useLocation();
  const connection = useConnection(connectionId);
  const run = useRun(runId);
  const back = () => go(paths.connection(connectionId));
  useKeys({ escape: back });
  useProblems();
  useGoOn(connection, run.data);
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
          <div className="scroll" tabIndex={0} role="group" aria-label={words.outcomes}>
            <Outcomes run={run.data} connection={connection} />
          </div>
          <RunSide
            connection={connection}
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

/** A run that waits for a sign-in goes on when there is one: what was never sent is sent, as it was reviewed. */
function useGoOn(connection: ConnectionView | undefined, run: RunView | undefined) {
  const { send } = useReviewActions(connection?.id ?? '');
  const waited = useRef(false);
  const isOut = connection?.session.state === 'signedOut';
  const isWaiting = run?.state === 'parked';
  useEffect(() => {
    if (isOut || !isWaiting) {
      waited.current = isWaiting;
      return;
    }
    if (!waited.current) return;
    waited.current = false;
    const rest = run.outcomes.filter((one) => one.outcome === 'notSent');
    if (rest.length > 0) send(rest.map((one) => one.changeId));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the sign-in is back
  }, [isOut, isWaiting]);
}

function titleOf(run: RunView): string {
  const bad = run.total - run.done;
  if (run.state === 'running') return words.running;
  if (run.state === 'cancelled') return words.stopped;
  if (run.state === 'parked') return words.parked;
  return bad > 0 ? words.finishedBad(bad) : words.finished;
}

interface OutcomesProps {
  run: RunView;
  connection: ConnectionView | undefined;
}

function Outcomes({ run, connection }: OutcomesProps) {
  const { send, sending } = useReviewActions(run.connectionId);
  const [uses, setUses] = useState<EntityRequest>();
  const isOver = run.state !== 'running';
  const bad = run.outcomes.filter((one) => one.error !== null);
  const others = run.outcomes.filter((one) => one.error === null);
  return (
    <>
      {bad.length > 0 && (
        <section aria-label={words.notDone}>
          <Head title={words.notDone} count={messages.countOfAll(bad.length, run.total)} />
          {bad.map((one) => (
            <NotDone
              key={one.changeId}
              outcome={one}
              onUses={
                isOver && mayBeInUse(one)
                  ? () =>
                      setUses({
                        connectionId: run.connectionId,
                        entityType: one.entityType,
                        id: one.id,
                      })
                  : undefined
              }
              onAgain={
                isOver && !sending && mayTryAgain(one) ? () => send([one.changeId]) : undefined
              }
            />
          ))}
        </section>
      )}
      {connection && (
        <DeleteDialog
          connection={connection}
          record={uses}
          isMarked
          onClose={() => setUses(undefined)}
        />
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

/** A delete that other records keep from being done: 406, or 409 (bidcore-api.md, section 6; RFC 9110 §15.5.10). */
const mayBeInUse = ({ kind, outcome, status }: OutcomeView): boolean =>
  kind === 'delete' && outcome !== 'unknown' && (status === 406 || status === 409);

/** Nothing was stored, and the core says that another try may do. What is unknown is never sent again blindly. */
const mayTryAgain = ({ outcome, error }: OutcomeView): boolean =>
  outcome !== 'unknown' && error?.nextStep === 'retry';

interface NotDoneProps {
  outcome: OutcomeView;
  onUses: (() => void) | undefined;
  onAgain: (() => void) | undefined;
}

function NotDone({ outcome, onUses, onAgain }: NotDoneProps) {
  if (!outcome.error) return null;
  return (
    <div className="failrow" data-outcome={outcome.outcome} data-problem tabIndex={-1}>
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
        <dd className="col g6">
          {(onUses ?? onAgain) && (
            <span className="row row-6">
              {onUses && (
                <Button size="xsm" onClick={onUses}>
                  {messages.deleting.uses}
                </Button>
              )}
              {onAgain && (
                <Button size="xsm" icon="refresh" onClick={onAgain}>
                  {messages.common.tryAgain}
                </Button>
              )}
            </span>
          )}
          <ErrorDetails error={outcome.error} />
        </dd>
      </dl>
    </div>
  );
}
