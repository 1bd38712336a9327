import { Icon } from '../../../components/Icon';
import { useNow } from '../../../components/useNow';
import { toMillis } from '../../../format/dates';
import type { ConnectionView } from '../../../ipc/client';
import { usePace } from '../../../ipc/queries';
import { messages } from '../../../messages';

/** Shown while the service lets nothing through; it goes away by itself. */
export function SlowDown({ connection }: { connection: ConnectionView }) {
  const until = usePace(connection)?.pausedUntil;
  return until ? <Pause service={connection.serviceTitle} until={toMillis(until)} /> : null;
}

function Pause({ service, until }: { service: string; until: number }) {
  const left = Math.ceil((until - useNow()) / 1000);
  const words = messages.workspace;
  if (left <= 0) return null;
  return (
    <div className="banner warn" role="status" data-testid="slow-down">
      <Icon name="clock" />
      <span className="grow">
        {words.slowDown(service)} <span aria-live="off">{words.goingOn(left)}</span>
      </span>
    </div>
  );
}
