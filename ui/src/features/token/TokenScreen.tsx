import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { Mark } from '../../components/Mark';
import { Empty, Loading } from '../../components/State';
import { ErrorNotice } from '../../errors/ErrorNotice';
import type { ConnectionView, TokenKindView } from '../../ipc/client';
import { useDesk } from '../../ipc/queries';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { useToken } from './queries';
import { TokenDetails } from './TokenDetails';

const words = messages.token;
const KINDS: readonly TokenKindView[] = ['accessToken', 'idToken'];
const titles: Record<TokenKindView, string> = {
  accessToken: words.access,
  idToken: words.id,
  refreshToken: words.refreshToken,
};

/** What a connection's tokens say. */
export function TokenScreen({ connectionId }: { connectionId: string | undefined }) {
  const [, go] = useLocation();
  const desk = useDesk();
  const [kind, setKind] = useState<TokenKindView>('accessToken');
  const connections = desk.data?.connections ?? [];
  const shown = connections.find((one) => one.id === connectionId) ?? connections[0];
  return (
    <>
      <nav className="nav" aria-label={words.title} data-pane="nav">
        <div className="nav-head">
          <span style={{ fontWeight: 600 }}>{words.title}</span>
        </div>
        <div className="nav-body">
          <div className="nav-g">{words.fromConnections}</div>
          {connections.flatMap((connection) =>
            KINDS.map((one) => (
              <button
                type="button"
                key={connection.id + one}
                className={`nav-i${connection === shown && one === kind ? ' on' : ''}`}
                style={{ height: 44, width: '100%' }}
                aria-current={connection === shown && one === kind ? 'page' : undefined}
                onClick={() => {
                  setKind(one);
                  go(paths.token(connection.id));
                }}
              >
                <Mark text={connection.mark} />
                <span className="col" style={{ alignItems: 'flex-start' }}>
                  <span className="trunc">{connection.company}</span>
                  <span className="xs dim3">{titles[one]}</span>
                </span>
              </button>
            )),
          )}
        </div>
        <p className="nav-foot sm dim3">
          <Icon name="lock" size={14} /> {words.readHere}
        </p>
      </nav>
      <main className="main" data-pane="main">
        {desk.isPending && <Loading label={messages.common.loading} />}
        {desk.data && !shown && (
          <Empty icon="key" title={words.none} text={words.noneText}>
            <Button look="pri" onClick={() => go(paths.home)}>
              {words.noneAction}
            </Button>
          </Empty>
        )}
        {shown && <Shown key={shown.id + kind} connection={shown} kind={kind} />}
      </main>
    </>
  );
}

function Shown({ connection, kind }: { connection: ConnectionView; kind: TokenKindView }) {
  const token = useToken(connection.id, kind);
  return (
    <>
      <header className="topbar">
        <h1 className="t2 nowrap">{titles[kind]}</h1>
        <span className="dim3 trunc">{connection.company}</span>
        <span className="grow" />
        <Button icon="refresh" onClick={() => void token.refetch()}>
          {words.refresh}
        </Button>
      </header>
      {token.isPending && <Loading label={messages.common.loading} />}
      {token.isError && <ErrorNotice error={token.error} onStep={() => void token.refetch()} />}
      {token.data && <TokenDetails token={token.data} />}
    </>
  );
}
