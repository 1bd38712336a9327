import { useNow } from '../../components/useNow';
import type { ClaimView } from '../../ipc/client';
import { messages } from '../../messages';
import { distance } from './Lifetime';
import { millisOf, showSeconds } from './times';

const words = messages.token;
const HALF_A_MINUTE = 30_000;

/** What a claim means to a person, a point in time in local time. */
export function Meaning({ claim, isInside = false }: { claim: ClaimView; isInside?: boolean }) {
  const { meaning, time, definedIn, incomplete } = claim;
  if (incomplete) return <>{words.incomplete}</>;
  return (
    <>
      {time === null ? (
        (meaning ?? (isInside ? '' : words.own))
      ) : (
        <Moment meaning={meaning ?? words.own} seconds={time} />
      )}
      {definedIn && (
        <>
          {' '}
          <span className="xs dim3 defined">{definedIn}</span>
        </>
      )}
    </>
  );
}

function Moment({ meaning, seconds }: { meaning: string; seconds: number }) {
  const now = useNow(HALF_A_MINUTE);
  const at = millisOf(seconds);
  return (
    <>{at === undefined ? meaning : words.at(meaning, showSeconds(seconds), distance(at, now))}</>
  );
}
