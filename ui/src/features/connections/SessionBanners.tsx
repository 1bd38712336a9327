import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { toastError } from '../../errors/ErrorNotice';
import type { ConnectionView } from '../../ipc/client';
import { useOpen } from '../../ipc/useOpen';
import { messages } from '../../messages';
import { paths } from '../../paths';

const words = messages.workspace;

/** A sign-in that ended or grants too little, with the way back to this very place. */
export function SessionBanners({ connection }: { connection: ConnectionView }) {
  const [place, go] = useLocation();
  const { openConnection, signInAnew, busy } = useOpen(toastError);
  const { state, reason } = connection.session;
  if (state === 'signedOut')
    return (
      <div className="banner" role="alert">
        <Icon name="alert" />
        <span className="grow">{words.sessionEnded(reason ?? words.hasEnded)}</span>
        <Button size="xsm" disabled={busy} onClick={() => openConnection(connection, place)}>
          {words.goOn}
        </Button>
      </div>
    );
  if (connection.mayWrite) return null;
  const wasAsked = connection.scopes.some((one) => one.scope === 'readwrite:core' && one.asked);
  return (
    <div className="banner" role="status">
      <Icon name="lock" />
      <span className="grow">
        {words.readOnly} {wasAsked ? words.readOnlyAsked : words.readOnlyNotAsked}
      </span>
      <Button
        size="xsm"
        disabled={busy}
        onClick={() => (wasAsked ? signInAnew(connection, place) : go(paths.addCore()))}
      >
        {wasAsked ? words.signInAgain : words.connectAgain}
      </Button>
    </div>
  );
}
