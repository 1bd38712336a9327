import { Button } from '../../components/Button';
import { quietFocus } from '../../components/quietFocus';
import { showDuration, toMillis } from '../../format/dates';
import type { ConnectionView, RunSummaryView } from '../../ipc/client';
import { messages } from '../../messages';
import { listed } from '../../messages/plural';
import { useRunActions } from './runQueries';
import { RunProgress } from './RunProgress';

const words = messages.runs;

interface FinishedSideProps {
  connection: ConnectionView;
  run: RunSummaryView;
  /** Changes that may be sent again as they are. */
  retry: number;
  isSending: boolean;
  onRetry(): void;
  onUndo(): void;
  onReview(): void;
  onBack(): void;
}

/** The sum of a run that is over, and what can be done now. */
export function FinishedSide({
  connection,
  run,
  retry,
  isSending,
  onRetry,
  onUndo,
  onReview,
  onBack,
}: FinishedSideProps) {
  const { saveReport, isSaving } = useRunActions(run.runId);
  const { total, done, undoable, startedAt, endedAt, preparedBy } = run;
  const rest = total - done;
  const took = endedAt === null ? undefined : toMillis(endedAt) - toMillis(startedAt);
  const cannot = done - undoable;
  return (
    <aside className="rv-side" aria-label={words.progress} data-pane="side">
      <div role="status" className="col g8">
        <RunProgress run={run} isOver />
        <p className="dim">{rest > 0 ? words.rest : words.all}</p>
      </div>
      <dl className="facts">
        <dt>{words.company}</dt>
        <dd>{connection.company}</dd>
        {took !== undefined && (
          <>
            <dt>{words.took}</dt>
            <dd>{showDuration(Math.max(1000, took))}</dd>
          </>
        )}
        {run.slowedTimes > 0 && (
          <>
            <dt>{words.slowed}</dt>
            <dd>{words.slowedTimes(run.slowedTimes, showDuration(run.slowedSeconds * 1000))}</dd>
          </>
        )}
        <dt>{words.undoable}</dt>
        <dd>{words.undoableOf(undoable, done)}</dd>
        {preparedBy.length > 0 && (
          <>
            <dt>{words.preparedBy}</dt>
            <dd>{listed(preparedBy)}</dd>
            <dt>{words.sentBy}</dt>
            <dd>{run.sentBy}</dd>
          </>
        )}
      </dl>
      <div className="col g8">
        {retry > 0 && (
          <Button size="lg" icon="refresh" disabled={isSending} onClick={onRetry}>
            {words.tryAll(retry)}
          </Button>
        )}
        {rest > 0 && (
          <Button size="lg" icon="layers" onClick={onReview}>
            {words.again}
          </Button>
        )}
        <Button size="lg" icon="export" disabled={isSaving} onClick={saveReport}>
          {words.report}
        </Button>
        {undoable > 0 && (
          <Button size="lg" icon="undo" onClick={onUndo}>
            {words.undoRun}
          </Button>
        )}
      </div>
      {undoable > 0 && (
        <p className="sm dim3">
          {words.undoText} {cannot > 0 && words.notUndoableCount(cannot)}
        </p>
      )}
      <span className="grow" />
      <div className="col rv-foot">
        <Button size="lg" look="pri" onClick={onBack} ref={quietFocus}>
          {words.back}
        </Button>
      </div>
    </aside>
  );
}
