import { Icon } from '../../components/Icon';
import { useNow } from '../../components/useNow';
import { showDuration, toMillis } from '../../format/dates';
import { count } from '../../format/numbers';
import { sentence } from '../../format/sentence';
import type { ConnectionView, ReviewSummaryView } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.review;

interface ReviewFactsProps {
  connection: ConnectionView;
  review: ReviewSummaryView;
}

/** How much is sent, how long that takes, whether the sign-in lasts, and what can be undone later. */
export function ReviewFacts({ connection, review }: ReviewFactsProps) {
  const now = useNow(1000);
  const { toSend, forecast, all, checked } = review;
  const { state, expiresAt, renews } = connection.session;
  const takes = Math.max(1, forecast.seconds) * 1000;
  const left = expiresAt === null ? undefined : toMillis(expiresAt) - now;
  const isShort = toSend.total > 0 && left !== undefined && left < takes;
  const signIn = () => {
    if (state === 'signedOut') return messages.sessions.signedOut;
    if (left === undefined) return messages.sessions.ready;
    if (left <= 0) return renews ? words.renewsNow : words.ended;
    const time = showDuration(left, true);
    if (toSend.total === 0) return words.left(time);
    if (!isShort) return words.enough(time);
    return renews ? words.renews(time) : words.willAsk(time);
  };
  return (
    <>
      <dl className="facts">
        {toSend.total > 0 && (
          <>
            <dt>{words.counts}</dt>
            <dd>
              {count(toSend.edits)}, {count(toSend.creates)}, {count(toSend.deletes)}
            </dd>
            <dt>{words.requests}</dt>
            <dd>{count(forecast.requests)}</dd>
            <dt>{words.forecast}</dt>
            <dd>{words.takes(showDuration(takes, takes > 3_600_000), forecast.perMinute)}</dd>
          </>
        )}
        <dt>{words.signIn}</dt>
        <dd>{signIn()}</dd>
        {toSend.total > 0 && (
          <>
            <dt>{words.undoable}</dt>
            <dd>{words.undoableOf(review.undoable, toSend.total)}</dd>
          </>
        )}
      </dl>
      {isShort && !renews && state !== 'signedOut' && (
        <p className="sm c-warn">{words.willAskText}</p>
      )}
      {review.notUndoable.length > 0 && (
        <div className="note">
          <Icon name="info" />
          <div className="sm col g4">
            {review.notUndoable.map(({ reason }) => (
              <span key={reason}>{sentence(reason)}</span>
            ))}
          </div>
        </div>
      )}
      {checked < all.total && (
        <div className="col g6" role="status">
          <span className="sm dim">{words.checking(checked, all.total)}</span>
          <div
            className="prog"
            role="progressbar"
            aria-label={words.title}
            aria-valuemin={0}
            aria-valuenow={checked}
            aria-valuemax={all.total}
          >
            <i style={{ width: `${(100 * checked) / all.total}%` }} />
          </div>
        </div>
      )}
    </>
  );
}
