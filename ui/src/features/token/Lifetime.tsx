import { useNow } from '../../components/useNow';
import { showClock, showDuration, toMillis } from '../../format/dates';
import type { TokenView } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.token;

/** Issued, now and expires on one line, with a running countdown. */
export function Lifetime({ token }: { token: TokenView }) {
  const now = useNow();
  if (token.expiresAt === null) return <p className="sm dim">{words.noExpiry}</p>;
  const ends = toMillis(token.expiresAt);
  const begins = toMillis(token.issuedAt ?? token.notBefore ?? token.expiresAt);
  const share = ends > begins ? Math.min(1, Math.max(0, (now - begins) / (ends - begins))) : 1;
  const at = `${(share * 100).toFixed(2)}%`;
  const isOver = now >= ends;
  return (
    <div
      className="tl"
      role="img"
      aria-label={words.lifetime(showClock(begins), showClock(now), showClock(ends))}
      style={{ marginBottom: 16 }}
    >
      <span className="tk" style={{ left: 0 }}>
        {words.issued} <b>{showClock(begins)}</b>
      </span>
      {share > 0.12 && share < 0.88 && (
        <span className="tk" style={{ left: at, transform: 'translateX(-50%)', fontWeight: 600 }}>
          {words.now} {showClock(now)}
        </span>
      )}
      <span className="tk" style={{ right: 0 }}>
        {words.expires} <b>{showClock(ends)}</b>
      </span>
      <div className={isOver ? 'bar over' : 'bar'}>
        <i style={{ width: at }} />
      </div>
      <span className="nowm" style={{ left: at }} />
      <span className="tk b" style={{ left: 0 }}>
        {words.ago(showDuration(now - begins, true))}
      </span>
      <span className="tk b" style={{ right: 0 }} data-testid="token-left">
        <b className={isOver ? 'c-danger' : 'c-ok'}>
          {isOver ? words.expired(showDuration(now - ends)) : words.left(showDuration(ends - now))}
        </b>
      </span>
    </div>
  );
}
