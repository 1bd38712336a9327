import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { useNow } from '../../components/useNow';
import { toastError } from '../../errors/ErrorNotice';
import { showDuration, toMillis } from '../../format/dates';
import type { ConnectionView } from '../../ipc/client';
import { useOpen } from '../../ipc/useOpen';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { useEnded } from './ended';

const words = messages.workspace;
const SOON = 5 * 60_000;

/** A sign-in that ended, ends soon or grants too little, with the way back to this very place. */
export function SessionBanners({ connection }: { connection: ConnectionView }) {
  const [place, go] = useLocation();
  const { openConnection, signInAnew, busy } = useOpen(toastError);
  const { state, reason, expiresAt, renews } = connection.session;
  const now = useNow(10_000);
  const hasExpired = expiresAt !== null && !renews && toMillis(expiresAt) <= now;
  const hasEnded = useEnded(
    connection.id,
    state === 'signedOut' ? 'signedOut' : hasExpired ? 'expired' : undefined,
  );
  if (state === 'signedOut')
    return (
      <div className="banner" role="alert">
        <Icon name="alert" />
        <span className="grow">
          {connection.grant === 'password' && (hasEnded || reason === null)
            ? words.temporaryEnded(connection.serviceTitle)
            : words.sessionEnded(reason ?? words.hasEnded)}
        </span>
        <Button size="xsm" disabled={busy} onClick={() => openConnection(connection, place)}>
          {words.goOn}
        </Button>
      </div>
    );
  const wasAsked = connection.scopes.some((one) => one.scope === 'readwrite:core' && one.asked);
  const hasFormOfCore = !connection.isDescribed && !wasAsked;
  return (
    <>
      <EndsSoon connection={connection} busy={busy} onRenew={() => signInAnew(connection, place)} />
      {!connection.mayWrite && (
        <div className="banner" role="status">
          <Icon name="lock" />
          <span className="grow">
            {words.readOnly} {hasFormOfCore ? words.readOnlyNotAsked : words.readOnlyAsked}
          </span>
          <Button
            size="xsm"
            disabled={busy}
            onClick={() => (hasFormOfCore ? go(paths.addCore()) : signInAnew(connection, place))}
          >
            {hasFormOfCore ? words.connectAgain : words.signInAgain}
          </Button>
        </div>
      )}
    </>
  );
}

interface EndsSoonProps {
  connection: ConnectionView;
  busy: boolean;
  onRenew(): void;
}

/** A token that nothing renews, near its end or past it. */
function EndsSoon({ connection, busy, onRenew }: EndsSoonProps) {
  const { expiresAt, renews } = connection.session;
  const now = useNow(10_000);
  if (expiresAt === null || renews) return null;
  const left = toMillis(expiresAt) - now;
  if (left > SOON) return null;
  return (
    <div className="banner" role={left > 0 ? 'status' : 'alert'}>
      <Icon name="clock" />
      <span className="grow">
        {left > 0
          ? words.endsSoon(connection.serviceTitle, showDuration(left, true))
          : words.temporaryEnded(connection.serviceTitle)}
      </span>
      <Button size="xsm" disabled={busy} onClick={onRenew}>
        {left > 0 ? words.renewNow : words.goOn}
      </Button>
    </div>
  );
}
