import { Fragment, useState } from 'react';
import { Button } from '../../components/Button';
import { dayHeading } from '../../format/dates';
import type { JournalQuery, JournalRunView, UndoRequest } from '../../ipc/client';
import { messages } from '../../messages';
import { RunLine } from './RunLine';
import { UndoDialog } from '../undoing/UndoDialog';
import { WriteLine } from './WriteLine';

const words = messages.activity;

interface RunsProps {
  runs: JournalRunView[];
  query: JournalQuery;
  hasMore: boolean;
  isLoading: boolean;
  onMore(): void;
}

/** Runs by day; one of a single write is that write. */
export function Runs({ runs, query, hasMore, isLoading, onMore }: RunsProps) {
  const now = Date.now();
  const [undoing, setUndoing] = useState<UndoRequest>();
  let day = '';
  return (
    <div className="scroll activity" tabIndex={0} role="group" aria-label={words.lead}>
      <table className="tbl">
        <colgroup>
          <col style={{ width: 86 }} />
          <col style={{ width: '25%' }} />
          <col />
          <col style={{ width: 168 }} />
          <col style={{ width: 118 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            <th scope="col">{words.what}</th>
            <th scope="col">{words.change}</th>
            <th scope="col">{words.answer}</th>
            <th scope="col">
              <span className="sr">{words.undo}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => {
            const heading = dayHeading(run.at, now);
            const isNew = heading !== day;
            day = heading;
            return (
              <Fragment key={`${run.connectionId} ${run.runId}`}>
                {isNew && (
                  <tr>
                    <th colSpan={5} scope="rowgroup" className="activity-day">
                      {heading}
                    </th>
                  </tr>
                )}
                {run.only ? (
                  <WriteLine write={run.only} isUndo={run.undoesRun !== null} onUndo={setUndoing} />
                ) : (
                  <RunLine run={run} query={query} onUndo={setUndoing} />
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
      {hasMore && (
        <div className="activity-more">
          <Button disabled={isLoading} onClick={onMore}>
            {isLoading ? messages.common.loading : words.older}
          </Button>
        </div>
      )}
      <UndoDialog request={undoing} onClose={() => setUndoing(undefined)} />
    </div>
  );
}
