import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../components/Button';
import { toastDone } from '../../components/toast';
import { toastError } from '../../errors/ErrorNotice';
import { commands, type ListedTokenView, type TokenView } from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { visit } from '../../place';
import { CompareMenu } from './CompareMenu';
import { CopyMenu } from './CopyMenu';
import { Named } from './Named';
import { useRenew } from './queries';
import { RevokeDialog } from './RevokeDialog';
import type { AskingServer } from './ServerSays';
import type { Ways } from './TokenPage';

const words = messages.token;

interface TokenActionsProps {
  token: TokenView;
  tokens: ListedTokenView[];
  title: string;
  server: AskingServer;
  ways: Ways;
}

/** What can be done with the token that is shown. */
export function TokenActions({ token, tokens, title, server, ways }: TokenActionsProps) {
  const { source, may } = token;
  const canAsk = may.introspect || may.userInfo;
  return (
    <>
      {may.refresh && source.kind === 'connection' && <Renew connectionId={source.connectionId} />}
      {canAsk && (
        <Named
          icon="help"
          label={words.ask}
          disabled={server.isPending}
          onClick={() => server.mutate()}
        />
      )}
      <CompareMenu source={source} tokens={tokens} />
      <CopyMenu token={token} />
      {may.revoke && source.kind === 'connection' && <Revoke token={token} company={title} />}
      {source.kind === 'brought' && (
        <>
          <Named icon="import" label={words.pasteAnother} onClick={ways.onPaste} />
          <Forget id={source.id} />
        </>
      )}
    </>
  );
}

function Renew({ connectionId }: { connectionId: string }) {
  const renew = useRenew(connectionId);
  return (
    <Named
      icon="refresh"
      label={renew.isPending ? words.renewing : words.renew}
      disabled={renew.isPending}
      onClick={() => renew.mutate()}
    />
  );
}

function Revoke({ token, company }: { token: TokenView; company: string }) {
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <Button look="bad-o" onClick={() => setAsked(true)}>
        {words.revoke}
      </Button>
      <RevokeDialog
        source={token.source}
        company={company}
        opened={isAsked}
        onClose={() => setAsked(false)}
      />
    </>
  );
}

function Forget({ id }: { id: number }) {
  const cache = useQueryClient();
  const forget = () =>
    void commands.forgetBrought(id).then(async () => {
      visit(paths.tokens, { replace: true });
      cache.removeQueries({ queryKey: keys.token(paths.broughtToken(id)) });
      await cache.invalidateQueries({ queryKey: keys.tokens });
      toastDone(words.forgotten);
    }, toastError);
  return (
    <Button icon="x" onClick={forget}>
      {words.forget}
    </Button>
  );
}
