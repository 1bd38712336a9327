import { useState } from 'react';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { ErrorNotice } from '../../errors/ErrorNotice';
import { showClock, showDuration, toMillis } from '../../format/dates';
import type { JournalQuery, JournalRunView, UndoRequest } from '../../ipc/client';
import { messages } from '../../messages';
import { useWrites } from './queries';
import { WriteLine } from './WriteLine';

const words = messages.activity;

interface RunLineProps {
  run: JournalRunView;
  query: JournalQuery;
  onUndo(request: UndoRequest): void;
}

/** A run of several writes, folded until somebody looks inside. */
export function RunLine({ run, query, onUndo }: RunLineProps) {
  const [isOpen, setOpen] = useState(false);
  const { connectionId, runId } = run;
  const took = run.endedAt === null ? undefined : toMillis(run.endedAt) - toMillis(run.at);
  return (
    <>
      <tr data-run={runId}>
        <td className="dim nowrap">{showClock(run.at)}</td>
        <td colSpan={2}>
          <button
            type="button"
            className="activity-run"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <Icon name={isOpen ? 'cd' : 'cr'} size={14} />
            <b>{words.run(run.writes, run.undoesRun !== null)}</b>{' '}
            <span className="dim3">{words.runCounts(run.saved, run.refused, run.unknown)}</span>
          </button>
          <div className="activity-who sm dim3">
            {words.runOf(run.company, run.sentBy, run.preparedBy)}
          </div>
        </td>
        <td className="nowrap dim">
          {run.undone > 0
            ? words.undoneOf(run.undone, run.saved)
            : took !== undefined && showDuration(Math.max(1000, took))}
        </td>
        <td className="num">
          {run.undoable > 0 && (
            <Button
              size="xsm"
              icon={run.undoesRun === null ? 'undo' : 'redo'}
              onClick={() => onUndo({ connectionId, what: { kind: 'run', runId } })}
            >
              {run.undoesRun === null ? words.undoRun : words.doRunAgain}
            </Button>
          )}
        </td>
      </tr>
      {isOpen && <Writes run={run} query={query} onUndo={onUndo} />}
    </>
  );
}

function Writes({ run, query, onUndo }: RunLineProps) {
  const writes = useWrites(query, run.runId, run.connectionId);
  const found = writes.data?.pages.flatMap((page) => page.writes) ?? [];
  const left = (writes.data?.pages[0]?.total ?? 0) - found.length;
  return (
    <>
      {found.map((write) => (
        <WriteLine
          key={write.entry.number}
          write={write}
          isInside
          isUndo={run.undoesRun !== null}
          onUndo={onUndo}
        />
      ))}
      {(writes.isPending || writes.isError || left > 0) && (
        <tr>
          <td />
          <td colSpan={4}>
            {writes.isError && (
              <ErrorNotice error={writes.error} onStep={() => void writes.refetch()} />
            )}
            {writes.isPending && <span className="dim3">{messages.common.loading}</span>}
            {left > 0 && (
              <Button
                size="xsm"
                disabled={writes.isFetchingNextPage}
                onClick={() => void writes.fetchNextPage()}
              >
                {words.moreWrites(left)}
              </Button>
            )}
          </td>
        </tr>
      )}
    </>
  );
}
