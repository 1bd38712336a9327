import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../../components/Button';
import { VirtualRows, type SeenRows, type VirtualRowsHandle } from '../../components/VirtualRows';
import { ErrorNotice } from '../../errors/ErrorNotice';
import { count as showCount } from '../../format/numbers';
import {
  commands,
  type ConnectionView,
  type RunPartView,
  type RunShow,
  type RunSummaryView,
} from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { messages } from '../../messages';
import { RunRow } from './RunRow';
import { useRunParts } from './runQueries';
import { RunSide } from './RunSide';
import { ShowBar } from './ShowBar';
import { useWindows } from './useWindows';

const words = messages.runs;
const ROW = 35;
/** Rows after the one under way that are kept in sight. */
const AHEAD = 4;
/** More of them would be more heads than rows. */
const MOST_PARTS = 200;
/** What is narrowed stands under one head. */
const WHOLE = { key: 'changes', title: words.changes, start: 0 };
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
  const parts = useRunParts(runId).data ?? [];
  const sections =
    show === 'all' && parts.length > 0 && parts.length <= MOST_PARTS
      ? sectionsOf(parts)
      : [{ ...WHOLE, count }];
  const starts = useRef(sections);
  useLayoutEffect(() => {
    starts.current = sections;
  });
  const onSee = useCallback(
    (seen: SeenRows[]) => {
      const places = seen.flatMap(({ key, first, last }) => {
        const start = starts.current.find((one) => one.key === key)?.start;
        return start === undefined ? [] : [start + first, start + last];
      });
      if (places.length > 0) see(places[0]!, places.at(-1)!);
    },
    [see],
  );
  const isFollowing = follows && show === 'all';
  useEffect(() => {
    if (!isFollowing || next === 0) return;
    const ahead = Math.min(total - 1, next + AHEAD);
    const part = starts.current.findLast(({ start }) => start <= ahead);
    if (part) rows.current?.show(part.key, ahead - part.start);
  }, [isFollowing, next, total]);
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
            sections={sections.map((part) => ({
              key: part.key,
              head: (
                <div className="rg-h">
                  <h2 className="t3">{part.title}</h2>
                  <span className="dim3">
                    {part.key === WHOLE.key
                      ? messages.countOfAll(count, total)
                      : showCount(part.count)}
                  </span>
                </div>
              ),
              count: part.count,
              estimate: ROW,
              render: (n) => {
                const place = part.start + n;
                const row = at(place);
                return row ? (
                  <RunRow
                    key={row.outcome.changeId}
                    row={row}
                    connectionId={connection.id}
                    isNext={run.state === 'running' && show === 'all' && place === next}
                  />
                ) : (
                  <div className="runrow" aria-busy="true" />
                );
              },
            }))}
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

/** Each part with its place among all. */
function sectionsOf(parts: RunPartView[]) {
  let start = 0;
  return parts.map(({ plural, count }, n) => {
    const section = { key: `${n} ${plural}`, title: plural, start, count };
    start += count;
    return section;
  });
}
