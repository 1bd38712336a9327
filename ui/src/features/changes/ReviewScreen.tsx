import { useCallback, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { Confirm } from '../../components/Confirm';
import { Empty, Loading } from '../../components/State';
import { useKeys } from '../../components/useKeys';
import { useLate } from '../../components/useLate';
import type { VirtualRowsHandle } from '../../components/VirtualRows';
import { ErrorNotice } from '../../errors/ErrorNotice';
import type { ChangeView, EntityRequest } from '../../ipc/client';
import { useConnection } from '../../ipc/queries';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { placeNow } from '../../place';
import { SessionBanners } from '../connections/SessionBanners';
import { DeleteDialog } from '../entities/deleting/DeleteDialog';
import { useDraftSteps } from '../entities/draftSteps';
import { UndoAndRedo } from '../entities/UndoAndRedo';
import { useOpenRun } from '../waiting/queries';
import { WaitingRuns } from '../waiting/WaitingRuns';
import { useReviewActions, useSummary } from './queries';
import { nextProblem } from './nextProblem';
import './review.css';
import { ReviewList } from './ReviewList';
import { ReviewSide } from './ReviewSide';
import { ShowBar } from './ShowBar';
import { countIn, shownOf, SHOWS, type Shown } from './shows';

const words = messages.review;

/** Every unsent change of a company as before and after; the only way out to the service. */
export function ReviewScreen({ connectionId }: { connectionId: string }) {
  const [, go] = useLocation();
  const connection = useConnection(connectionId);
  const summary = useSummary(connectionId);
  const actions = useReviewActions(connectionId);
  const [show, setShow] = useState(() => shownOf(placeNow().query));
  const [asking, setAsking] = useState(false);
  const [uses, setUses] = useState<EntityRequest>();
  const showUses = useCallback(
    ({ entityType, id }: ChangeView) => setUses({ connectionId, entityType, id }),
    [connectionId],
  );
  const rows = useRef<VirtualRowsHandle>(null);
  const steps = useDraftSteps(connectionId, connection?.mayWrite ?? false);
  const openRun = useOpenRun(connectionId);
  const isLate = useLate(summary.isPending);
  const back = () => go(paths.connection(connectionId));
  const review = summary.data;
  const all = review?.all.total ?? 0;
  const toProblem = () => {
    const next = review && nextProblem(review.groups, show, rows.current?.place());
    if (next) rows.current?.goTo(next.key, next.at);
  };
  useKeys({ escape: back, f8: toProblem });
  return (
    <main className="main" data-pane="main">
      <header className="topbar">
        <Button look="ghost" square icon="cl" aria-label={words.back} onClick={back} />
        <h1 className="t2">{words.title}</h1>
        <span className="dim3 trunc">{!openRun && words.lead}</span>
        <span className="grow" />
        <UndoAndRedo steps={steps} />
        <Button look="ghost" icon="trash" disabled={all === 0} onClick={() => setAsking(true)}>
          {words.discard}
        </Button>
      </header>
      {connection && <SessionBanners connection={connection} />}
      {connection && <WaitingRuns connection={connection} />}
      {isLate && <Loading label={messages.common.loading} />}
      {summary.isError && (
        <ErrorNotice error={summary.error} onStep={() => void summary.refetch()} />
      )}
      {review && all === 0 && (
        <Empty icon="check" title={words.empty} text={words.emptyText}>
          <Button look="pri" onClick={back}>
            {words.back}
          </Button>
        </Empty>
      )}
      {review && connection && all > 0 && (
        <div className="rv">
          <div className="rv-main">
            <ShowBar<Shown>
              label={words.show}
              value={show}
              options={SHOWS.map((value) => ({
                value,
                title: words.shows[value],
                count: countIn(review.all, value),
              }))}
              onChange={setShow}
            />
            {countIn(review.all, show) === 0 ? (
              <Empty icon="check" title={words.noneOfThese} text={words.noneOfTheseText}>
                <Button onClick={() => setShow('all')}>{words.showAll}</Button>
              </Empty>
            ) : (
              <ReviewList
                ref={rows}
                connection={connection}
                summary={review}
                show={show}
                actions={actions}
                onUses={showUses}
              />
            )}
          </div>
          <ReviewSide connection={connection} review={review} onProblem={toProblem} />
        </div>
      )}
      {connection && (
        <DeleteDialog
          connection={connection}
          record={uses}
          isMarked
          onClose={() => setUses(undefined)}
        />
      )}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={messages.workspace.discardTitle(all)}
        text={messages.workspace.discardText}
        yes={messages.workspace.discardYes(all)}
        cancel={messages.common.cancel}
        close={messages.common.close}
        onYes={actions.discard}
      />
    </main>
  );
}
