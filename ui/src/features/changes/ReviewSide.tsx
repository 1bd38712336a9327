import { useState } from 'react';
import { Button } from '../../components/Button';
import { Confirm } from '../../components/Confirm';
import { Icon } from '../../components/Icon';
import { useKeys } from '../../components/useKeys';
import { useNow } from '../../components/useNow';
import { showDuration, toMillis } from '../../format/dates';
import type { ChangeView, ConnectionView, ReviewView } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.review;
/** More deletes than this ask for their number (ui.md, section 6). */
const MANY_DELETES = 50;

interface ReviewSideProps {
  connection: ConnectionView;
  review: ReviewView;
  chosen: ChangeView[];
  sending: boolean;
  onSend(): void;
}

/** What will be sent, to whom, and how long it takes. */
export function ReviewSide({ connection, review, chosen, sending, onSend }: ReviewSideProps) {
  const now = useNow(1000);
  const [asking, setAsking] = useState(false);
  const left =
    connection.session.expiresAt === null
      ? undefined
      : toMillis(connection.session.expiresAt) - now;
  const deletes = chosen.filter((change) => change.kind === 'delete').length;
  const all = review.edits + review.creates + review.deletes;
  const signedOut = connection.session.state === 'signedOut';
  const blocked = chosen.length === 0 || sending || signedOut || !connection.mayWrite;
  const send = () => (deletes > MANY_DELETES ? setAsking(true) : onSend());
  useKeys({ 'mod+enter': () => !blocked && send() });
  return (
    <aside className="rv-side" aria-label={words.side} data-pane="side">
      <div>
        <h2 className="t2">{words.toSend(chosen.length)}</h2>
        <div className="dim">
          {words.to(connection.company)}{' '}
          <span className={`tag${connection.environment === 'production' ? ' prod' : ''}`}>
            {messages.environments[connection.environment]}
          </span>
        </div>
      </div>
      {review.problems > 0 && (
        <div className="note bad">
          <Icon name="err" />
          <div>
            <b>{words.needFixing(review.problems)}</b>
            <div className="sm dim">{words.staysHere}</div>
          </div>
        </div>
      )}
      <dl className="facts">
        <dt>{words.counts}</dt>
        <dd>
          {review.edits}, {review.creates}, {review.deletes}
        </dd>
        <dt>{words.forecast}</dt>
        <dd>{showDuration(Math.max(1, review.forecastSeconds) * 1000)}</dd>
        <dt>{words.signIn}</dt>
        <dd>
          {signedOut
            ? messages.sessions.signedOut
            : left === undefined
              ? messages.sessions.ready
              : words.left(showDuration(left, true))}
        </dd>
      </dl>
      {all > chosen.length && <p className="sm dim">{words.leftOut(all - chosen.length)}</p>}
      <span className="grow" />
      {signedOut && <p className="sm c-danger">{words.needsSignIn}</p>}
      {!signedOut && !connection.mayWrite && <p className="sm c-danger">{words.readOnly}</p>}
      {chosen.length === 0 && <p className="sm dim">{words.nothingTicked}</p>}
      <Button
        look="pri"
        size="lg"
        icon="ar"
        keys="Ctrl ↵"
        disabled={blocked}
        onClick={send}
        autoFocus
      >
        {words.send(chosen.length)}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={words.manyDeletes(deletes, connection.company)}
        text={words.manyDeletesText}
        yes={words.send(chosen.length)}
        cancel={messages.common.cancel}
        close={messages.common.close}
        typed={{ word: String(deletes), label: messages.workspace.deleteType(deletes) }}
        onYes={onSend}
      />
    </aside>
  );
}
