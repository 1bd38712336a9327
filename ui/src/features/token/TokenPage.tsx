import { Button } from '../../components/Button';
import { Loading } from '../../components/State';
import { useLate } from '../../components/useLate';
import { useNow } from '../../components/useNow';
import { ErrorNotice } from '../../errors/ErrorNotice';
import { asUiError } from '../../ipc/errors';
import { Empty } from '../../components/State';
import type { ListedTokenView, TokenSourceView } from '../../ipc/client';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { visit } from '../../place';
import { Bring } from './Bring';
import { useAskServer, useToken } from './queries';
import { isSame } from './source';
import { stateOf } from './state';
import { titleOf } from './titles';
import { TokenActions } from './TokenActions';
import { TokenBody } from './TokenBody';

const words = messages.token;

export interface Ways {
  onPaste(): void;
  onFile(): void;
  onType(): void;
}

interface TokenPageProps {
  source: TokenSourceView;
  tokens: ListedTokenView[];
  ways: Ways;
}

/** One token, and what can be done with it. */
export function TokenPage({ source, tokens, ways }: TokenPageProps) {
  const token = useToken(source);
  const server = useAskServer(source);
  const isLate = useLate(token.isPending);
  const now = useNow();
  const listed = tokens.find((one) => isSame(one.source, source));
  const title = listed ? titleOf(listed) : '';
  const kind = source.kind === 'connection' ? source.token : (listed?.token ?? null);
  const name = source.kind === 'connection' ? words.kinds[source.token] : title;
  const state = token.data && stateOf(token.data, now);
  return (
    <>
      <header className="topbar">
        <h1 className="t2 nowrap">{name || words.title}</h1>
        {source.kind === 'connection' && <span className="dim3 trunc">{title}</span>}
        {state && <span className={`tag ${state.look}`}>{state.text}</span>}
        <span className="grow" />
        {token.data && (
          <TokenActions
            token={token.data}
            tokens={tokens}
            title={title}
            server={server}
            ways={ways}
          />
        )}
      </header>
      {isLate && <Loading label={messages.common.loading} />}
      {token.isError && (
        <Failed
          source={source}
          error={token.error}
          ways={ways}
          onAgain={() => void token.refetch()}
        />
      )}
      {token.data && <TokenBody token={token.data} kind={kind} server={server} />}
    </>
  );
}

interface FailedProps {
  source: TokenSourceView;
  error: unknown;
  ways: Ways;
  onAgain(): void;
}

function Failed({ source, error, ways, onAgain }: FailedProps) {
  const { code, message } = asUiError(error);
  if (source.kind === 'brought' && code === 'gone')
    return <Bring title={words.forgottenTitle} text={message} {...ways} />;
  if (code === 'signInNeeded')
    return (
      <Empty icon="key" title={words.goneTitle} text={message}>
        <Button look="pri" onClick={() => visit(paths.home)}>
          {words.noneAction}
        </Button>
      </Empty>
    );
  return <ErrorNotice error={error} onStep={onAgain} />;
}
