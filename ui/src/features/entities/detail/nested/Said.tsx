import { Icon } from '../../../../components/Icon';
import type { FieldWordsView } from '../../../../ipc/client';

/** What the service said, in its own words; with the place where it is said of something inside. */
export function Said({ said }: { said: FieldWordsView[] }) {
  return said.map(({ place, words }) => (
    <span className="errt said" key={`${place} ${words}`}>
      <Icon name="err" size={14} />
      <span>
        {place && <span className="mono">{place}: </span>}“{words}”
      </span>
    </span>
  ));
}
