import { useNow } from '../../components/useNow';
import { showClock, showDuration, showExactly } from '../../format/dates';
import type { TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { millisOf } from './times';

const words = messages.token;
const DAY = 86_400_000;
const FIVE_MINUTES = 300_000;
/** A clock that differs by less is right, in milliseconds. */
const FITS = 2_000;
const ODD = 30_000;

/** Issued, not before, now and expires on one line, with a running countdown. */
export function Lifetime({ token }: { token: TokenView }) {
  const now = useNow();
  const { expiresAt, form } = token;
  const ends = millisOf(expiresAt);
  if (expiresAt === null && (form === 'broken' || form === 'encrypted')) return null;
  return (
    <section className="lifetime" aria-label={words.lifetimeTitle}>
      {ends === undefined ? (
        <p className="sm dim">{endless(token)}</p>
      ) : (
        <Bar token={token} now={now} ends={ends} />
      )}
      <Clock ahead={token.clockAhead} />
    </section>
  );
}

function endless({ expiresAt, form }: TokenView): string {
  if (expiresAt === null) return form === 'opaque' ? words.noExpiryOf : words.noExpiry;
  const isInMillis = millisOf(expiresAt / 1000) !== undefined;
  return isInMillis ? words.endInMillis(expiresAt) : words.endIsNoTime(expiresAt);
}

function Bar({ token, now, ends }: { token: TokenView; now: number; ends: number }) {
  const issued = millisOf(token.issuedAt);
  const notBefore = millisOf(token.notBefore);
  const begins = issued ?? notBefore ?? ends;
  const validFrom = notBefore ?? begins;
  const place = (at: number) =>
    Math.min(1, Math.max(0, (at - begins) / Math.max(1, ends - begins)));
  const share = begins < ends ? place(now) : 1;
  const isLong = ends - begins > DAY || Math.abs(now - ends) > DAY;
  const show = (at: number) => (isLong ? showExactly : showClock)(new Date(at));
  const isOver = now >= ends;
  const told = isOver
    ? words.expired(showDuration(now - ends))
    : now < validFrom
      ? words.validIn(showDuration(validFrom - now))
      : words.left(showDuration(ends - now));
  const hasBegin = issued !== undefined || notBefore !== undefined;
  return (
    <>
      <div
        className="tl"
        role="img"
        aria-label={
          hasBegin
            ? words.lifetime(show(begins), show(now), show(ends))
            : words.lifetimeEnds(show(now), show(ends))
        }
      >
        {hasBegin && (
          <span className="tk" style={{ left: 0 }}>
            {issued === undefined ? words.begins : words.issued} <b>{show(begins)}</b>
          </span>
        )}
        {share > (isLong ? 0.34 : 0.24) && share < (isLong ? 0.66 : 0.76) && (
          <span className="tk now" style={{ left: percent(share) }}>
            {words.now} {showClock(new Date(now))}
          </span>
        )}
        <span className="tk" style={{ right: 0 }}>
          {words.expires} <b>{show(ends)}</b>
        </span>
        <div className={isOver ? 'bar over' : 'bar'}>
          <i style={{ width: percent(share) }} />
        </div>
        {notBefore !== undefined && notBefore > begins && (
          <span className="nbf" style={{ left: percent(place(notBefore)) }} />
        )}
        <span className="nowm" style={{ left: percent(share) }} />
        {hasBegin && (
          <span className="tk b" style={{ left: 0 }}>
            {distance(begins, now)}
            {notBefore !== undefined && notBefore > begins && (
              <>
                {', '}
                {words.begins} {show(notBefore)}
              </>
            )}
          </span>
        )}
        <span className="tk b" style={{ right: 0 }} data-testid="token-left">
          <b className={isOver ? 'c-danger' : now < validFrom ? 'c-warn' : 'c-ok'}>{told}</b>
        </span>
      </div>
      <Spoken ends={ends} now={now} />
    </>
  );
}

/** The countdown, told aloud each five minutes. */
function Spoken({ ends, now }: { ends: number; now: number }) {
  const left = Math.ceil((ends - now) / FIVE_MINUTES) * FIVE_MINUTES;
  return (
    <span className="sr" role="status">
      {left > 0 ? words.left(showDuration(left, true)) : words.expiredTag}
    </span>
  );
}

function Clock({ ahead }: { ahead: number | null }) {
  if (ahead === null) return null;
  const skew = Math.abs(ahead) * 1000;
  const said = showDuration(skew);
  const text =
    skew < FITS ? words.clockFits : ahead > 0 ? words.clockAhead(said) : words.clockBehind(said);
  return <p className={skew < ODD ? 'sm dim3' : 'sm c-warn'}>{text}</p>;
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

/** "23 min ago", "in 36 min". */
export const distance = (at: number, now: number): string =>
  at <= now ? words.ago(showDuration(now - at, true)) : words.inTime(showDuration(at - now, true));
