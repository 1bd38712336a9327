import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Boundary } from '../../errors/Boundary';
import { ErrorNotice } from '../../errors/ErrorNotice';
import { Loading } from '../../components/State';
import { useKeys } from '../../components/useKeys';
import { useLate } from '../../components/useLate';
import { commands } from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { placeNow, usePlace } from '../../place';
import { Bring } from './Bring';
import { Compare } from './Compare';
import { useTokens } from './queries';
import { comparedAt, placeOf, sourceAt } from './source';
import { TokenList } from './TokenList';
import { TokenPage } from './TokenPage';
import { TypeDialog } from './TypeDialog';
import { useBringing } from './useBringing';
import { useDropping } from './useDropping';

const words = messages.token;

/** Tokens of connections and those that a person brings, explained. */
export function TokenScreen() {
  const { path, query } = usePlace();
  const cache = useQueryClient();
  const listed = useTokens();
  const isLate = useLate(listed.isPending);
  const bring = useBringing();
  const [isTyping, setTyping] = useState(false);
  const isDragged = useDropping({
    text: (text) => void bring.text(text),
    file: (file) => void bring.file(file),
  });
  useForgettingOnLeave();
  useKeys({
    'mod+v': () => void bring.paste(),
    f5: () => void cache.invalidateQueries({ queryKey: keys.tokens }),
  });
  const tokens = listed.data ?? [];
  const source = sourceAt(path) ?? tokens[0]?.source;
  const other = comparedAt(query);
  const shown = [source, other].map((one) => one && placeOf(one)).join(' ');
  const ways = {
    onPaste: () => void bring.paste(),
    onFile: () => void bring.openFile(),
    onType: () => setTyping(true),
  };
  return (
    <>
      <TokenList tokens={tokens} shown={source} {...ways} />
      <main className="main token-main" data-pane="main">
        {source ? (
          <Boundary of={shown}>
            {other ? (
              <Compare key={shown} first={source} second={other} tokens={tokens} />
            ) : (
              <TokenPage key={shown} source={source} tokens={tokens} ways={ways} />
            )}
          </Boundary>
        ) : (
          <>
            {isLate && <Loading label={messages.common.loading} />}
            {listed.isError && (
              <ErrorNotice error={listed.error} onStep={() => void listed.refetch()} />
            )}
            {!listed.isPending && (
              <Bring title={words.bringTitle} text={words.bringLead} {...ways} />
            )}
          </>
        )}
        {isDragged && <p className="drop-here">{words.dropHere}</p>}
      </main>
      <TypeDialog
        opened={isTyping}
        onClose={() => setTyping(false)}
        onPaste={ways.onPaste}
        onText={(text) => void bring.text(text)}
      />
    </>
  );
}

/** What was brought is held as long as this screen is shown. */
function useForgettingOnLeave() {
  const cache = useQueryClient();
  useEffect(
    () => () => {
      if (placeNow().path.startsWith(paths.tokens)) return;
      void commands.forgetBrought(null);
      cache.removeQueries({ queryKey: keys.tokens });
    },
    [cache],
  );
}
