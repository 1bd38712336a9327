import { useCallback, useRef, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { Why } from '../../components/Why';
import { useKeys } from '../../components/useKeys';
import {
  VirtualRows,
  type RowSection,
  type SeenRows,
  type VirtualRowsHandle,
} from '../../components/VirtualRows';
import { ErrorNotice } from '../../errors/ErrorNotice';
import {
  commands,
  type ConnectionView,
  type EntityRequest,
  type RunRowView,
  type RunSummaryView,
  type UndoRequest,
} from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { DeleteDialog } from '../entities/deleting/DeleteDialog';
import { UndoDialog } from '../undoing/UndoDialog';
import { Doubt } from './Doubt';
import { DoubtsHead } from './DoubtsHead';
import { FailedRow } from './FailedRow';
import { FailureGroup, useFieldOf } from './FailureGroup';
import { FinishedSide } from './FinishedSide';
import { useDoubts, useSending } from './queries';
import { RunRow } from './RunRow';
import { useFailures } from './runQueries';
import { useFailureLines } from './useFailureLines';
import { useWindows } from './useWindows';

const words = messages.runs;
const [DOUBTS, BAD, DONE] = ['doubts', 'bad', 'done'];
const FEW = 8;
const [DOUBT, FAILURE, ROW] = [180, 140, 35];

interface FinishedRunProps {
  connection: ConnectionView;
  run: RunSummaryView;
}

/** What became of a run: problems first, by reason, then what was done. */
export function FinishedRun({ connection, run }: FinishedRunProps) {
  const [, go] = useLocation();
  const rows = useRef<VirtualRowsHandle>(null);
  const [undoing, setUndoing] = useState<UndoRequest>();
  const [uses, setUses] = useState<EntityRequest>();
  const { runId, connectionId, done, total } = run;
  const doubts = useDoubts(connectionId).data ?? [];
  const failures = useFailures(runId, total > done);
  const groups = failures.data ?? [];
  const { send, isSending } = useSending(connectionId);
  const { at, see, error } = useWindows([...keys.run(runId), 'rows', 'done'], done, (from, count) =>
    commands.runRows({ runId, show: 'done', from, count }).then((window) => window.rows),
  );
  const [isAll, setAll] = useState(false);
  const lines = useFailureLines(runId, groups);
  const seeFailed = lines.see;
  const fieldOf = useFieldOf(connectionId, groups.find(lines.isOpen));
  const onSee = useCallback(
    (seen: SeenRows[]) => {
      const mine = seen.find(({ key }) => key === DONE);
      if (mine) see(mine.first, mine.last);
      const failed = seen.find(({ key }) => key === BAD);
      if (failed) seeFailed(failed.first, failed.last);
    },
    [see, seeFailed],
  );
  useKeys({
    f8: () => {
      const place = rows.current?.place();
      const last = place?.key === BAD ? place.at : -1;
      if (groups.length > 0) rows.current?.goTo(BAD!, last < 0 ? 0 : lines.after(last));
    },
  });
  // Below problems, the first of what went well are enough until somebody wants all.
  const shown = isAll || groups.length + doubts.length === 0 ? done : Math.min(done, FEW);
  const failed = groups.reduce((sum, group) => sum + group.count, 0);
  const retry = groups.filter((group) => group.mayRetry).flatMap((group) => group.changeIds);
  const sections: RowSection[] = [
    {
      key: DOUBTS!,
      head: <DoubtsHead count={doubts.length} />,
      count: doubts.length,
      estimate: DOUBT!,
      render: (n) => <Doubt key={doubts[n]!.changeId} connection={connection} doubt={doubts[n]!} />,
    },
    {
      key: BAD!,
      head: <Head title={words.notDone} count={messages.countOfAll(failed, total)} />,
      count: lines.count,
      estimate: FAILURE!,
      render: (n) => {
        const line = lines.lineAt(n);
        if (!('row' in line))
          return (
            <FailureGroup
              connectionId={connectionId}
              group={line.group}
              isSending={isSending}
              isOpen={lines.isOpen(line.group)}
              onOpen={(isOpen) => lines.setOpen(line.group, isOpen)}
              onSend={send}
              onCompare={() => go(paths.review(connectionId, 'conflicts'))}
              onUses={({ entityType, id }) => setUses({ connectionId, entityType, id })}
            />
          );
        const { row } = line;
        return row ? (
          <FailedRow
            key={row.outcome.changeId}
            connectionId={connectionId}
            row={row}
            field={fieldOf(row.outcome)}
            isSending={isSending}
            onSend={() => send([row.outcome.changeId])}
          />
        ) : (
          <div className="failed-one" aria-busy="true" />
        );
      },
    },
    {
      key: DONE!,
      head: (
        <Head title={words.doneHead} count={messages.countOfAll(done, total)}>
          {done > shown && (
            <Button look="ghost" size="xsm" className="push" onClick={() => setAll(true)}>
              {words.showAll}
            </Button>
          )}
        </Head>
      ),
      count: shown,
      estimate: ROW!,
      render: (n) => {
        const row = at(n);
        return row ? (
          <RunRow key={row.outcome.changeId} row={row} connectionId={connectionId}>
            <Undo
              row={row}
              onUndo={(number) => setUndoing({ connectionId, what: { kind: 'write', number } })}
            />
          </RunRow>
        ) : (
          <div className="runrow" aria-busy="true" />
        );
      },
    },
  ];
  return (
    <div className="rv">
      <div className="rv-main">
        {failures.isError && (
          <ErrorNotice error={failures.error} onStep={() => void failures.refetch()} />
        )}
        {error ? (
          <ErrorNotice error={error} />
        ) : (
          <VirtualRows ref={rows} label={words.list} sections={sections} onSee={onSee} />
        )}
      </div>
      <FinishedSide
        connection={connection}
        run={run}
        retry={retry.length}
        isSending={isSending}
        onRetry={() => send(retry)}
        onUndo={() => setUndoing({ connectionId, what: { kind: 'run', runId } })}
        onReview={() => go(paths.review(connectionId))}
        onBack={() => go(paths.connection(connectionId))}
      />
      <UndoDialog request={undoing} onClose={() => setUndoing(undefined)} />
      <DeleteDialog
        connection={connection}
        record={uses}
        isMarked
        onClose={() => setUses(undefined)}
      />
    </div>
  );
}

interface HeadProps {
  title: string;
  count: string;
  children?: ReactNode;
}

function Head({ title, count, children }: HeadProps) {
  return (
    <div className="rg-h">
      <h2 className="t3">{title}</h2>
      <span className="dim3">{count}</span>
      {children}
    </div>
  );
}

function Undo({ row, onUndo }: { row: RunRowView; onUndo(number: number): void }) {
  const { number, notUndoable, outcome } = row;
  if (notUndoable !== null || number === null) {
    const why = words.notUndoableBecause(notUndoable);
    return <Why icon="lock" label={words.notUndoableOf(outcome.title, why)} text={why} />;
  }
  return (
    <Button
      look="ghost"
      size="xsm"
      aria-label={words.undoOf(outcome.title)}
      onClick={() => onUndo(number)}
    >
      {words.undo}
    </Button>
  );
}
