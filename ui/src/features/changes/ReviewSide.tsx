import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { quietFocus } from '../../components/quietFocus';
import { Confirm } from '../../components/Confirm';
import { Icon } from '../../components/Icon';
import { Tick } from '../../components/Tick';
import { useKeys } from '../../components/useKeys';
import { toastDone } from '../../components/toast';
import type { ConnectionView, ReviewCountsView, ReviewSummaryView } from '../../ipc/client';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { useOpenRun } from '../waiting/queries';
import { frictionOf, type Friction } from './friction';
import { useChangeFile, useSending } from './queries';
import { ReviewFacts } from './ReviewFacts';
import { useLookingAgain } from './useLookingAgain';

const words = messages.review;

interface ReviewSideProps {
  connection: ConnectionView;
  review: ReviewSummaryView;
  /** Goes to the next change that needs fixing. */
  onProblem(): void;
}

/** What will be sent, to whom, and how long it takes. */
export function ReviewSide({ connection, review, onProblem }: ReviewSideProps) {
  const [, go] = useLocation();
  const [checksFirst, setChecksFirst] = useState(false);
  const [asking, setAsking] = useState<Friction>('none');
  const { sendReviewed, isSending } = useSending(connection.id);
  const file = useChangeFile(connection.id);
  const { all, toSend, liveCheck } = review;
  const isProduction = connection.environment === 'production';
  const signedOut = connection.session.state === 'signedOut';
  const ask = (counts: ReviewCountsView) => {
    const friction = frictionOf(counts, isProduction);
    if (friction === 'none') sendReviewed(counts);
    else setAsking(friction);
  };
  const looking = useLookingAgain(connection.id);
  const isBusy = isSending || looking.isLooking || liveCheck !== null;
  const openRun = useOpenRun(connection.id);
  const blocked =
    openRun !== undefined || toSend.total === 0 || isBusy || signedOut || !connection.mayWrite;
  const send = async () => {
    if (!checksFirst) return ask(toSend);
    const found = await looking.look();
    if (found === undefined) return;
    const lost = toSend.total - found.toSend.total;
    if (lost > 0) return toastDone(words.foundThere(lost));
    ask(found.toSend);
  };
  useKeys({ 'mod+enter': () => !blocked && void send() });
  const number = { word: String(toSend.deletes), label: words.typeCount(toSend.deletes) };
  const company = { word: connection.company, label: words.typeCompany(connection.company) };
  return (
    <aside className="rv-side" aria-label={words.side} data-pane="side">
      <div>
        <h2 className="t2">{words.toSend(toSend.total)}</h2>
        <div className="dim">
          {words.to(connection.company)}{' '}
          <span className={`tag${isProduction ? ' prod' : ''}`}>
            {messages.environments[connection.environment]}
          </span>
        </div>
      </div>
      {all.problems > 0 && (
        <div className="note bad">
          <Icon name="err" />
          <div>
            <b>{words.needFixing(all.problems)}</b>
            <div className="sm dim">{words.staysHere(all.problems)}</div>
            <Button size="xsm" keys="F8" onClick={onProblem} style={{ marginTop: 6 }}>
              {words.toNext}
            </Button>
          </div>
        </div>
      )}
      {toSend.conflicts > 0 && (
        <div className="note warn">
          <Icon name="merge" />
          <div>
            <b>{words.conflictsMerged(toSend.conflicts)}</b>
            <div className="sm dim">{words.conflictsText}</div>
          </div>
        </div>
      )}
      <ReviewFacts connection={connection} review={review} />
      {review.preparedBy.length > 0 && (
        <p className="sm dim">{words.prepared(review.preparedBy)}</p>
      )}
      {all.total > toSend.total && (
        <p className="sm dim">{words.leftOut(all.total - toSend.total)}</p>
      )}
      <div className="col g8">
        <Tick
          checked={checksFirst}
          onChange={setChecksFirst}
          label={words.checkFirst}
          text={words.checkFirstText}
        />
        {(liveCheck ?? looking.isLooking) ? (
          <div className="col g6" role="status">
            <div className="row">
              <span className="grow sm dim">
                {words.looking(liveCheck?.done ?? 0, liveCheck?.total ?? toSend.total)}
              </span>
              <Button size="xsm" onClick={looking.stop}>
                {words.stopLooking}
              </Button>
            </div>
            <div
              className="prog"
              role="progressbar"
              aria-label={words.checkFirst}
              aria-valuemin={0}
              aria-valuenow={liveCheck?.done ?? 0}
              aria-valuemax={liveCheck?.total ?? toSend.total}
            >
              <i
                style={{
                  width: liveCheck?.total ? `${(100 * liveCheck.done) / liveCheck.total}%` : 0,
                }}
              />
            </div>
          </div>
        ) : (
          <div>
            <Button
              size="xsm"
              icon="refresh"
              disabled={toSend.total === 0 || signedOut}
              onClick={() =>
                void looking.look().then((found) => {
                  if (!found) return;
                  const lost = toSend.total - found.toSend.total;
                  toastDone(lost > 0 ? words.foundThere(lost) : words.foundNothing);
                })
              }
            >
              {words.lookNow}
            </Button>
          </div>
        )}
      </div>
      <span className="grow" />
      {signedOut && <p className="sm c-danger">{words.needsSignIn}</p>}
      {!signedOut && !connection.mayWrite && <p className="sm c-danger">{words.readOnly}</p>}
      {toSend.total === 0 && <p className="sm dim">{words.nothingTicked}</p>}
      <div className="col g8 rv-foot">
        {openRun ? (
          <>
            <p className="sm">{words.inRun(openRun.left)}</p>
            <Button
              look="pri"
              size="lg"
              icon="play"
              onClick={() => go(paths.run(connection.id, openRun.runId))}
            >
              {words.toRun}
            </Button>
          </>
        ) : (
          <Button
            look="pri"
            size="lg"
            icon="ar"
            title={messages.common.withKeys(
              words.sendTo(toSend.total, connection.company),
              'Ctrl ↵',
            )}
            disabled={blocked}
            onClick={() => void send()}
            ref={quietFocus}
          >
            <span>{words.sendTo(toSend.total, connection.company)}</span>
          </Button>
        )}
        <Button size="lg" disabled={toSend.total === 0 || file.isSaving} onClick={file.save}>
          {words.saveFile}
        </Button>
      </div>
      <Confirm
        opened={asking !== 'none'}
        onClose={() => setAsking('none')}
        title={
          asking === 'type'
            ? words.manyDeletes(toSend.deletes, connection.company)
            : words.manyChanges(toSend.total, connection.company)
        }
        text={
          asking === 'type'
            ? words.manyDeletesText
            : words.manyChangesText(toSend.edits, toSend.creates)
        }
        danger={asking === 'type'}
        yes={words.send(toSend.total)}
        cancel={messages.common.cancel}
        close={messages.common.close}
        typed={asking === 'type' ? [number, company] : []}
        onYes={() => sendReviewed(toSend)}
      />
    </aside>
  );
}
