import { useLocation } from 'wouter';
import { Loading } from '../../components/State';
import { ErrorNotice } from '../../errors/ErrorNotice';
import type { ConnectionFormView } from '../../ipc/client';
import { useWay } from '../../ipc/way';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { ConnectionForm } from './ConnectionForm';
import { useDraft } from './draft';
import { Frame } from './Frame';
import { useNewConnection, useSignIn, useSignInForm } from './queries';
import './sign-in.css';

/** The first of two steps: how the app is registered. `of`: the sign-in whose form is changed. */
export function NewConnectionScreen({ of }: { of: string | undefined }) {
  const [, go] = useLocation();
  const words = messages.newConnection;
  const choices = useNewConnection();
  const begun = useSignInForm(of);
  const signIn = useSignIn(of);
  const way = useWay();
  const from = of === undefined ? undefined : way.of(of);
  const draft = useDraft<ConnectionFormView>('core');
  const back = () => go(from?.place ?? paths.home);
  // A sign-in that is forgotten has no form any more: what was typed here last is the next best.
  const isReady = choices.data && (!of || ((begun.data || begun.isError) && !signIn.isPending));
  if (!choices.data || !isReady)
    return (
      <Frame title={words.step} backLabel={words.back} onBack={back}>
        {choices.error ? (
          <ErrorNotice error={choices.error} onStep={() => void choices.refetch()} />
        ) : (
          <Loading label={messages.common.loading} />
        )}
      </Frame>
    );
  return (
    <ConnectionForm
      choices={choices.data}
      first={begun.data?.form ?? draft.kept ?? choices.data.form}
      follows={begun.data && of}
      hasSecret={begun.data?.hasSecret ?? false}
      company={signIn.data?.company ?? null}
      onKeep={draft.keep}
      onBegun={(signInId) => way.keep(signInId, from)}
      onBack={back}
    />
  );
}
