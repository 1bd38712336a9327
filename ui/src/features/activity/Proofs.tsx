import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { messages } from '../../messages';
import { useProofs } from './queries';

const words = messages.activity;

/** Whether the journals are as they were written. */
export function Proofs() {
  const { data: proofs, isFetching, refetch } = useProofs();
  const broken = proofs?.filter((one) => !one.isWhole) ?? [];
  const entries = proofs?.reduce((sum, one) => sum + one.entries, 0) ?? 0;
  return (
    <div className="nav-foot sm dim3 col g6">
      {broken.map((one) => (
        <div className="note bad" role="alert" key={one.connectionId}>
          <Icon name="err" />
          <div>
            <b>{one.company}</b>
            <div>{one.words}</div>
          </div>
        </div>
      ))}
      {proofs && broken.length === 0 && <span>{words.whole(entries)}</span>}
      <div>
        <Button size="xsm" look="ghost" disabled={isFetching} onClick={() => void refetch()}>
          {isFetching ? words.verifying : words.verify}
        </Button>
      </div>
    </div>
  );
}
