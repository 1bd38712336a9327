import { useState } from 'react';
import { Button } from '../../components/Button';
import { SelectBox } from '../../components/SelectBox';
import { ErrorNotice } from '../../errors/ErrorNotice';
import type { TokenSourceView } from '../../ipc/client';
import { useDesk } from '../../ipc/queries';
import { messages } from '../../messages';
import { useTry } from './queries';

const words = messages.token;

/** One harmless request with the token: a connection's at its own service, a brought one where the person says. */
export function Trying({ source }: { source: TokenSourceView }) {
  const connections = useDesk().data?.connections ?? [];
  const [chosen, setChosen] = useState<string>();
  const attempt = useTry(source);
  const at =
    source.kind === 'connection' ? source.connectionId : (chosen ?? connections[0]?.id ?? '');
  const company = connections.find(({ id }) => id === at)?.company;
  if (company === undefined) return <p className="sm dim">{words.noServiceToTry}</p>;
  const tried = attempt.data;
  return (
    <div className="col g6 token-keys">
      {source.kind === 'brought' && (
        <>
          <SelectBox
            label={words.tryAt}
            value={at}
            options={connections.map(({ id, company: title }) => ({ value: id, title }))}
            onChange={setChosen}
          />
          <p className="xs dim3">{words.tryWarning(company)}</p>
        </>
      )}
      <div className="row">
        <Button icon="bolt" disabled={attempt.isPending} onClick={() => attempt.mutate(at)}>
          {attempt.isPending ? words.trying : words.tryIt}
        </Button>
        {attempt.isPending && (
          <Button size="xsm" onClick={() => attempt.reset()}>
            {words.stopWaiting}
          </Button>
        )}
      </div>
      {attempt.isError && <ErrorNotice error={attempt.error} onStep={() => attempt.mutate(at)} />}
      {tried && (
        <div role="status" className="col g6">
          <div className="row">
            <Accepted accepted={tried.accepted} />
            <span className="mono xs dim3 anywhere">
              {words.triedWith(tried.request, tried.status)}
            </span>
          </div>
          <p className="sm dim">{tried.words}</p>
        </div>
      )}
    </div>
  );
}

/** Nothing is known where no answer came that is about the token. */
function Accepted({ accepted }: { accepted: boolean | null }) {
  if (accepted === null) return <span className="tag">{words.notKnown}</span>;
  return accepted ? (
    <span className="tag ok">{words.accepted}</span>
  ) : (
    <span className="tag bad">{words.refused}</span>
  );
}
