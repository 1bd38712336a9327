import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { Loading } from '../../components/State';
import { ErrorNotice } from '../../errors/ErrorNotice';
import { useWay } from '../../ipc/way';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { useDraft } from './draft';
import { Ended } from './Ended';
import { Frame } from './Frame';
import { useSignIn } from './queries';
import './sign-in.css';
import { isOfNew, Waiting } from './Waiting';

export function SignInScreen({ signInId }: { signInId: string }) {
  const [, go] = useLocation();
  const signIn = useSignIn(signInId);
  const way = useWay().of(signInId);
  const core = useDraft('core');
  const service = useDraft('service');
  const connectionId = signIn.data?.step === 'signedIn' ? signIn.data.connectionId : null;
  const isNew = signIn.data ? isOfNew(signIn.data) : false;
  useEffect(() => {
    if (!connectionId) return;
    if (isNew) core.forget();
    if (way?.form) service.forget();
    const isBack = way?.connectionId === connectionId && way.place;
    go(isBack || paths.connection(connectionId), { replace: true });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when it is signed in
  }, [connectionId]);
  if (!signIn.data)
    return (
      <Frame
        title={messages.signIn.step}
        backLabel={messages.signIn.back}
        onBack={() => go(paths.home)}
      >
        {signIn.isPending ? (
          <Loading label={messages.common.loading} />
        ) : (
          <ErrorNotice error={signIn.error} />
        )}
      </Frame>
    );
  const hasEnded = signIn.data.step === 'failed' || signIn.data.step === 'cancelled';
  return hasEnded ? (
    <Ended signIn={signIn.data} way={way} />
  ) : (
    <Waiting signIn={signIn.data} way={way} />
  );
}
