import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../components/Button';
import { toastDone } from '../../components/toast';
import { toastError } from '../../errors/ErrorNotice';
import { useOfferCommands } from '../../commandsHere';
import { commands, type ListedTokenView, type TokenView } from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { visit } from '../../place';
import { CompareMenu } from './CompareMenu';
import { COPIES, copyForms } from './copies';
import { CopyMenu } from './CopyMenu';
import { Named } from './Named';
import { copyToken, useRenew } from './queries';
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
  const [isRevoking, setRevoking] = useState(false);
  const renew = useRenew(source);
  const canAsk = may.introspect || may.userInfo;
  const ask = () => server.mutate();
  const revoke = () => setRevoking(true);
  useOfferCommands([
    ...(may.refresh
      ? [{ id: 'token-renew', icon: 'refresh' as const, label: words.renew, run: renew.mutate }]
      : []),
    ...(canAsk ? [{ id: 'token-ask', icon: 'help' as const, label: words.ask, run: ask }] : []),
    ...copyForms(token).map((form) => ({
      id: `token-${form}`,
      icon: 'copy' as const,
      label: COPIES[form],
      run: () => copyToken(source, form),
    })),
    ...(may.revoke
      ? [{ id: 'token-revoke', icon: 'trash' as const, label: words.revokeToken, run: revoke }]
      : []),
  ]);
  return (
    <>
      {may.refresh && (
        <Named
          icon="refresh"
          label={renew.isPending ? words.renewing : words.renew}
          disabled={renew.isPending}
          onClick={() => renew.mutate()}
        />
      )}
      {canAsk && <Named icon="help" label={words.ask} disabled={server.isPending} onClick={ask} />}
      <CompareMenu source={source} tokens={tokens} />
      <CopyMenu token={token} />
      {may.revoke && (
        <Button look="bad-o" onClick={revoke}>
          {words.revoke}
        </Button>
      )}
      <RevokeDialog
        source={source}
        company={title}
        opened={isRevoking}
        onClose={() => setRevoking(false)}
      />
      {source.kind === 'brought' && (
        <>
          <Named icon="import" label={words.pasteAnother} onClick={ways.onPaste} />
          <Forget id={source.id} />
        </>
      )}
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
