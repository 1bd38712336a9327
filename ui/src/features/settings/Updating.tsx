import { useId } from 'react';
import { usePreferences } from '../../app/usePreferences';
import { messages } from '../../messages';
import { LoadingPart } from './LoadingPart';
import { Setting } from './Setting';

const words = messages.settings.updating;
const MINUTES = [1, 2, 5, 10, 15, 30, 60];

export function Updating() {
  const id = useId();
  const { preferences, change } = usePreferences();
  if (!preferences) return <LoadingPart />;
  const held = preferences.refreshMinutes;
  const offered = MINUTES.includes(held) || held === 0 ? MINUTES : [held, ...MINUTES];
  return (
    <div className="box">
      <Setting id={id} title={words.look} text={words.lookText}>
        <span className="input lg" style={{ width: 220 }}>
          <select
            aria-labelledby={id}
            aria-describedby={`${id}-text`}
            value={held}
            onChange={(event) => change({ refreshMinutes: Number(event.target.value) })}
          >
            {offered.map((minutes) => (
              <option key={minutes} value={minutes}>
                {words.every(minutes)}
              </option>
            ))}
            <option value={0}>{words.byHand}</option>
          </select>
        </span>
      </Setting>
    </div>
  );
}
