import { Button } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import type { ConnectionView, MirrorView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { SessionBanners } from '../../connections/SessionBanners';
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
  return (
    <>
      <SessionBanners connection={connection} />
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
