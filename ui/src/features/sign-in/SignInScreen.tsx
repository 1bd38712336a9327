import { useEffect, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Button, Kbd } from '../../components/Button';
import { Loading } from '../../components/State';
import { useKeys } from '../../components/useKeys';
import { ErrorDetails, ErrorNotice, toastError } from '../../errors/ErrorNotice';
import { presentError } from '../../errors/presentation';
import type { SignInView } from '../../ipc/client';
import { useOpen } from '../../ipc/useOpen';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { PasteBox } from './PasteBox';
import { useSignIn, useSignInActions } from './queries';
import { Steps } from './Steps';

export function SignInScreen({ signInId }: { signInId: string }) {
  const [, go] = useLocation();
  const signIn = useSignIn(signInId);
  const connectionId = signIn.data?.step === 'signedIn' ? signIn.data.connectionId : null;
  useEffect(() => {
    if (connectionId) go(paths.connection(connectionId), { replace: true });
  }, [connectionId, go]);
  if (signIn.isPending)
    return (
      <Frame title={messages.signIn.step} onBack={() => go(paths.home)}>
        <Loading label={messages.common.loading} />
      </Frame>
    );
  if (!signIn.data)
    return (
      <Frame title={messages.signIn.step} onBack={() => go(paths.home)}>
        <ErrorNotice error={signIn.error} />
      </Frame>
    );
  const stopped = signIn.data.step === 'failed' || signIn.data.step === 'cancelled';
  return stopped ? <Stopped signIn={signIn.data} /> : <Waiting signIn={signIn.data} />;
}

function Frame({
  title,
  onBack,
  children,
}: {
  title: string;
  onBack(): void;
  children: ReactNode;
}) {
  const words = messages.signIn;
  useKeys({ escape: onBack });
  return (
    <main className="main" data-pane="main">
      <header className="topbar">
        <Button look="ghost" square icon="cl" aria-label={words.back} onClick={onBack} />
        <b>{title}</b>
        <span className="grow" />
        <Kbd>Esc</Kbd>
        <span className="sm dim3">{words.escBack}</span>
      </header>
      <div className="scroll">
        <div className="page narrow" style={{ paddingTop: 44, maxWidth: 640 }}>
          {children}
        </div>
      </div>
    </main>
  );
}

function Waiting({ signIn }: { signIn: SignInView }) {
  const [, go] = useLocation();
  const { cancel, again, copy, paste } = useSignInActions(signIn.signInId);
  const words = messages.signIn;
  const giveUp = () => cancel.mutate(undefined, { onSettled: () => go(paths.home) });
  return (
    <Frame title={words.connect(signIn.serviceTitle)} onBack={giveUp}>
      <h1 className="t1" style={{ marginBottom: 4 }}>
        {words.title}
      </h1>
      <p className="dim" style={{ marginBottom: 24 }}>
        {words.lead(signIn.serviceTitle)}
      </p>
      <Steps signIn={signIn} />
      {signIn.noBrowser && (
        <p className="errt" role="alert" style={{ margin: '0 0 12px 32px' }}>
          {words.noBrowser}
        </p>
      )}
      <div className="row" style={{ margin: '2px 0 28px 32px' }}>
        <Button look="pri" icon="ext" autoFocus onClick={() => again.mutate()}>
          {words.again}
        </Button>
        <Button icon="copy" onClick={() => copy.mutate()}>
          {words.copyLink}
        </Button>
        <span className="grow" />
        <Button look="ghost" keys="Esc" onClick={giveUp}>
          {words.cancel}
        </Button>
      </div>
      <PasteBox
        redirectUri={signIn.redirectUri}
        busy={paste.isPending}
        error={paste.error}
        refused={signIn.pastedAddressRefused}
        onPaste={(address) => paste.mutate(address)}
      />
      <p className="sm dim3" style={{ marginTop: 14 }}>
        {words.listening(signIn.redirectUri)}
      </p>
    </Frame>
  );
}

function Stopped({ signIn }: { signIn: SignInView }) {
  const [, go] = useLocation();
  const { openDemo, busy } = useOpen(toastError);
  const words = messages.signIn;
  const error = signIn.error;
  const back = () => go(paths.home);
  return (
    <Frame title={words.connect(signIn.serviceTitle)} onBack={back}>
      <div role="alert">
        <h1 className="t1" style={{ marginBottom: 4 }}>
          {error ? presentError(error.code).title : words.cancelled}
        </h1>
        <p className="dim" style={{ marginBottom: 20 }}>
          {error?.message ?? words.cancelledText}
        </p>
      </div>
      <Steps signIn={signIn} />
      <div className="box" style={{ padding: '14px 16px', marginTop: 4, marginBottom: 16 }}>
        <h2 className="t3" style={{ marginBottom: 6 }}>
          {words.canDo}
        </h2>
        {error?.code === 'signInDenied' && (
          <ul className="col g6 dim" style={{ listStyle: 'disc', paddingLeft: 18 }}>
            {words.denied.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        <div className="row" style={{ marginTop: 14 }}>
          <Button look="pri" icon="refresh" autoFocus disabled={busy} onClick={openDemo}>
            {messages.common.tryAgain}
          </Button>
          <span className="grow" />
          <Button look="ghost" keys="Esc" onClick={back}>
            {words.cancel}
          </Button>
        </div>
      </div>
      {error && <ErrorDetails error={error} />}
    </Frame>
  );
}
