import { Button } from '../../components/Button';
import { ErrorNotice } from '../../errors/ErrorNotice';
import { showClock } from '../../format/dates';
import type { ClaimView, ServerSaysView, TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { Meaning } from './Meaning';
import { Part } from './Part';
import type { useAskServer } from './queries';
import { showSeconds } from './times';
import { Trying } from './Trying';

const words = messages.token;

export type AskingServer = ReturnType<typeof useAskServer>;

interface ServerSaysProps {
  token: TokenView;
  server: AskingServer;
  boxed?: boolean;
}

/** What the token's own server knows of it, and what one request with it comes to. */
export function ServerSays({ token, server, boxed = false }: ServerSaysProps) {
  const { may, source } = token;
  const canAsk = may.introspect || may.userInfo;
  if (!canAsk && !may.tryIt) return null;
  const says = server.data;
  return (
    <Part
      shownWhen={says !== undefined || server.isPending}
      title={words.server}
      boxed={boxed}
      tag={<Tag canAsk={canAsk} says={says} />}
    >
      {!canAsk && (
        <p className="sm dim">
          {source.kind === 'brought' ? words.notOfferedBrought : words.notOfferedText}
        </p>
      )}
      {canAsk && !says && !server.isPending && <p className="sm dim">{words.notAskedYet}</p>}
      {server.isPending && (
        <p className="row sm dim" role="status">
          <span className="spin" /> {words.asking}
          <Button size="xsm" onClick={() => server.reset()}>
            {words.stopWaiting}
          </Button>
        </p>
      )}
      {server.isError && <ErrorNotice error={server.error} onStep={() => server.mutate()} />}
      {says && <Answer says={says} />}
      {may.tryIt && <Trying source={source} />}
    </Part>
  );
}

function Tag({ canAsk, says }: { canAsk: boolean; says: ServerSaysView | undefined }) {
  if (!canAsk) return <span className="tag">{words.notOffered}</span>;
  if (says?.active == null) return null;
  return says.active ? (
    <span className="tag ok">{words.active}</span>
  ) : (
    <span className="tag bad">{words.inactive}</span>
  );
}

function Answer({ says }: { says: ServerSaysView }) {
  return (
    <div className="col g6" role="status">
      <p className="sm dim">
        {says.askedAt !== null && words.askedAt(showSeconds(says.askedAt, showClock))}{' '}
        {says.differs.length === 0 && words.sameAsToken}
      </p>
      {says.differs.length > 0 && (
        <ul className="plain-list sm">
          {says.differs.map((difference) => (
            <li key={difference} className="c-danger">
              {difference}
            </li>
          ))}
        </ul>
      )}
      <Members title={words.saysIntrospection} members={says.introspection} />
      <Members title={words.saysUserInfo} members={says.userInfo} />
    </div>
  );
}

function Members({ title, members }: { title: string; members: ClaimView[] }) {
  if (members.length === 0) return null;
  return (
    <details>
      <summary className="sm">{title}</summary>
      <dl className="said sm">
        {members.map((claim) => (
          <div key={claim.name}>
            <dt className="mono">{claim.name}</dt>
            <dd>
              <span className="mono anywhere">{claim.value}</span>
              <span className="dim3">
                <Meaning claim={claim} />
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
