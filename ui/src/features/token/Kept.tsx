import { Filled } from '../../components/Filled';
import { useNow } from '../../components/useNow';
import { showWhen } from '../../format/dates';
import type { TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { Part } from './Part';
import { showSeconds } from './times';

const words = messages.token;
const HALF_A_MINUTE = 30_000;

/** Where it lies on this computer. */
export function Kept({ token: { kept } }: { token: TokenView }) {
  const now = useNow(HALF_A_MINUTE);
  return (
    <Part title={words.kept}>
      <p className="sm dim">
        {kept === null ? (
          words.keptBrought
        ) : kept.entry === null ? (
          words.keptInMemory
        ) : (
          <Filled
            text={words.keptIn}
            places={{ entry: <span className="mono">{kept.entry}</span> }}
          />
        )}{' '}
        {kept?.lastUsed != null &&
          words.lastUsed(showSeconds(kept.lastUsed, (at) => showWhen(at, now)))}{' '}
        {words.cannotRead}
      </p>
    </Part>
  );
}
