import { Button } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import { SlowDown } from '../../../components/SlowDown';
import type { ConnectionView, MirrorView } from '../../../ipc/client';
import { usePace } from '../../../ipc/queries';
import { messages } from '../../../messages';
import { DescriptionBanners } from '../../services/DescriptionBanners';
import { SessionBanners } from '../../connections/SessionBanners';
import { WaitingRuns } from '../../waiting/WaitingRuns';

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
  const pace = usePace(connection);
  return (
    <>
      <DescriptionBanners connection={connection} />
      <WaitingRuns connection={connection} />
      <SessionBanners connection={connection} />
      <SlowDown service={connection.serviceTitle} until={pace?.pausedUntil} look="banner" />
      {/* Where no row is here, the list itself tells it. */}
      {mirror?.problem && mirror.rows > 0 && connection.session.state !== 'signedOut' && (
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
