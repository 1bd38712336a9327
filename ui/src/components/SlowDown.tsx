import { toMillis } from '../format/dates';
import { messages } from '../messages';
import { Icon } from './Icon';
import { useNow } from './useNow';

interface SlowDownProps {
  service: string;
  /** When the pause that the service asked for ends; nothing is shown without one. */
  until: number | null | undefined;
  look: 'banner' | 'note';
}

/** Shown while the service lets nothing through; it goes away by itself. */
export function SlowDown({ service, until, look }: SlowDownProps) {
  return until ? <Pause service={service} until={toMillis(until)} look={look} /> : null;
}

function Pause({ service, until, look }: SlowDownProps & { until: number }) {
  const left = Math.ceil((until - useNow()) / 1000);
  const words = messages.common;
  if (left <= 0) return null;
  return (
    <div className={`${look} warn`} role="status" data-testid="slow-down">
      <Icon name="clock" />
      <span className="grow">
        {words.slowDown(service)} <span aria-live="off">{words.goingOn(left)}</span>
      </span>
    </div>
  );
}
