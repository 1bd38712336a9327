import { Icon } from '../../components/Icon';
import type { SaidLineView } from '../../ipc/client';
import { messages } from '../../messages';

interface SaidLinesProps {
  said: SaidLineView[];
  service: string;
}

/** Why the service refused the change the last time, in its own words. */
export function SaidLines({ said, service }: SaidLinesProps) {
  if (said.length === 0) return null;
  return (
    <div className="col g4">
      <span className="sm dim3">{messages.fields.saidOfRecord(service)}</span>
      {said.map(({ title, place, words }) => (
        <span className="errt" key={`${title} ${place} ${words}`}>
          <Icon name="err" size={14} />
          <span>
            {title && <b>{title}: </b>}
            {place && <span className="mono">{place}: </span>}“{words}”
          </span>
        </span>
      ))}
    </div>
  );
}
