import { useCallback, useEffect, useRef, useState } from 'react';
import { Button } from '../../components/Button';
import { VirtualRows, type SeenRows, type VirtualRowsHandle } from '../../components/VirtualRows';
import { ErrorNotice } from '../../errors/ErrorNotice';
import { commands, type ConnectionView, type RunShow, type RunSummaryView } from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { messages } from '../../messages';
import { RunRow } from './RunRow';
import { RunSide } from './RunSide';
import { ShowBar } from './ShowBar';
import { useWindows } from './useWindows';

const words = messages.runs;
const KEY = 'changes';
const ROW = 35;
/** Rows after the one under way that are kept in sight. */
const AHEAD = 4;
const SHOWS: RunShow[] = ['all', 'done', 'notDone', 'left'];

interface GoingRunProps {
  connection: ConnectionView;
  run: RunSummaryView;
}

/** The rows of a run under way, following the work until a person scrolls by themselves. */
export function GoingRun({ connection, run }: GoingRunProps) {
  const [show, setShow] = useState<RunShow>('all');
  const [follows, setFollows] = useState(true);
  const rows = useRef<VirtualRowsHandle>(null);
  const { runId, total, left, done } = run;
  const counts: Record<RunShow, number> = { all: total, done, notDone: total - done - left, left };
  const count = counts[show];
  const { at, see, error } = useWindows([...keys.run(runId), 'rows', show], count, (from, limit) =>
    commands.runRows({ runId, show, from, count: limit }).then((window) => window.rows),
  );
  const next = total - left;
  const isFollowing = follows && show === 'all';
  useEffect(() => {
    if (isFollowing && next > 0) rows.current?.show(KEY, Math.min(total - 1, next + AHEAD));
  }, [isFollowing, next, total]);
  const onSee = useCallback(
    (seen: SeenRows[]) => seen[0] && see(seen[0].first, seen[0].last),
    [see],
  );
  return (
    <div className="rv">
      <div className="rv-main sender">
        <ShowBar<RunShow>
          label={words.show}
          value={show}
          options={SHOWS.map((value) => ({
            value,
            title: words.shows[value],
            count: counts[value],
          }))}
          onChange={setShow}
        />
        {error ? (
          <ErrorNotice error={error} />
        ) : (
          <VirtualRows
            key={show}
            ref={rows}
            label={words.list}
            onSee={onSee}
            onScrolled={() => setFollows(false)}
            sections={[
              {
                key: KEY,
                head: (
                  <div className="rg-h">
                    <h2 className="t3">{words.changes}</h2>
                    <span className="dim3">{messages.countOfAll(count, total)}</span>
                  </div>
                ),
                count,
                estimate: ROW,
                render: (n) => {
                  const row = at(n);
                  return row ? (
                    <RunRow
                      key={row.outcome.changeId}
                      row={row}
                      connectionId={connection.id}
                      isNext={run.state === 'running' && show === 'all' && n === next}
                    />
                  ) : (
                    <div className="runrow" aria-busy="true" />
                  );
                },
              },
            ]}
          />
        )}
        {!follows && show === 'all' && run.state === 'running' && (
          <Button className="run-follow" size="xsm" icon="cd" onClick={() => setFollows(true)}>
            {words.follow}
          </Button>
        )}
      </div>
      <RunSide connection={connection} run={run} />
    </div>
  );
}
