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
import { CopyMenu } from './CopyMenu';
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
export function TokenActions({ token, title, server, ways }: TokenActionsProps) {
  const { source, may } = token;
  const canAsk = may.introspect || may.userInfo;
  return (
    <>
      {may.refresh && source.kind === 'connection' && <Renew connectionId={source.connectionId} />}
      {canAsk && (
        <Button icon="help" disabled={server.isPending} onClick={() => server.mutate()}>
          {words.ask}
        </Button>
      )}
      <CopyMenu token={token} />
      {may.revoke && source.kind === 'connection' && <Revoke token={token} company={title} />}
      {source.kind === 'brought' && (
        <>
          <Button icon="import" onClick={ways.onPaste} keys={words.pasteKeys}>
            {words.pasteAnother}
          </Button>
          <Forget id={source.id} />
        </>
      )}
    </>
  );
}

function Renew({ connectionId }: { connectionId: string }) {
  const renew = useRenew(connectionId);
  return (
    <Button icon="refresh" disabled={renew.isPending} onClick={() => renew.mutate()}>
      {renew.isPending ? words.renewing : words.renew}
    </Button>
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
