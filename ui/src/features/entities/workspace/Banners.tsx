import { Button } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import { toastError } from '../../../errors/ErrorNotice';
import type { ConnectionView, MirrorView } from '../../../ipc/client';
import { useOpen } from '../../../ipc/useOpen';
import { messages } from '../../../messages';
import { SlowDown } from './SlowDown';

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
      <SlowDown connection={connection} />
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
