import { Button } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import { SlowDown } from '../../../components/SlowDown';
import { toastError } from '../../../errors/ErrorNotice';
import type { ConnectionView, MirrorView } from '../../../ipc/client';
import { usePace } from '../../../ipc/queries';
import { useOpen } from '../../../ipc/useOpen';
import { messages } from '../../../messages';

const words = messages.workspace;

/** Lasting conditions, each with one way out. */
export function Banners({
  connection,
  mirror,
  onRefresh,
}: {
  connection: ConnectionView;
  mirror: MirrorView | undefined;
  onRefresh(): void;
}) {
  const { openConnection, openDemo } = useOpen(toastError);
  const pace = usePace(connection);
  const signIn = () =>
    connection.environment === 'demo' ? openDemo() : openConnection(connection.id);
  return (
    <>
      {connection.session.state === 'signedOut' && (
        <div className="banner warn" role="alert">
          <Icon name="alert" />
          <span className="grow">
            {connection.session.reason} {words.needsSignIn}
          </span>
          <Button size="xsm" onClick={signIn}>
            {messages.connections.signIn}
          </Button>
        </div>
      )}
      {!connection.mayWrite && (
        <div className="banner" role="status">
          <Icon name="lock" />
          <span className="grow">{words.readOnlyBanner}</span>
        </div>
      )}
      <SlowDown service={connection.serviceTitle} until={pace?.pausedUntil} look="banner" />
      {mirror?.problem && (
        <div className="banner warn" role="status">
          <Icon name="alert" />
          <span className="grow">
            {words.mirrorProblem} {mirror.problem}.
          </span>
          <Button size="xsm" onClick={onRefresh}>
            {messages.common.tryAgain}
          </Button>
        </div>
      )}
    </>
  );
}
