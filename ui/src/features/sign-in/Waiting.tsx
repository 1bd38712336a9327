import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import type { SignInView } from '../../ipc/client';
import { useDesk } from '../../ipc/queries';
import type { Way } from '../../ipc/way';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { DeviceCode } from './DeviceCode';
import { Frame } from './Frame';
import { markOf } from './mark';
import { PasteBox } from './PasteBox';
import { useSignInActions } from './queries';
import { Steps } from './Steps';

const words = messages.signIn;

interface SignInProps {
  signIn: SignInView;
  way: Way | undefined;
}

/** Begun with the form of a new connection to BQE CORE, rather than for one that is there. */
export const isOfNew = (signIn: SignInView): boolean => signIn.hasForm && signIn.company === null;

export const titleOf = (signIn: SignInView): string =>
  signIn.company ? words.again(signIn.company) : words.connect(signIn.serviceTitle);

/** Which of a new connection's steps it is. */
export const stepOf = (signIn: SignInView, way: Way | undefined): string | undefined =>
  way?.form ? messages.services.steps.signIn : isOfNew(signIn) ? words.stepTwo : undefined;

/** What is going on while the service is asked, and every way to help it along. */
export function Waiting({ signIn, way }: SignInProps) {
  const [, go] = useLocation();
  const { cancel } = useSignInActions(signIn.signInId);
  const form = way?.form ?? (isOfNew(signIn) ? paths.addCore(signIn.signInId) : undefined);
  const giveUp = () =>
    cancel.mutate(undefined, { onSettled: () => go(form ?? way?.place ?? paths.home) });
  const Answering =
    signIn.grant === 'authorizationCode'
      ? InBrowser
      : signIn.grant === 'deviceCode'
        ? OnAnyDevice
        : WithoutBrowser;
  return (
    <Frame
      title={titleOf(signIn)}
      mark={markOf(signIn.serviceTitle)}
      step={stepOf(signIn, way)}
      backLabel={form ? words.backToForm : way?.place ? words.backToWork : words.back}
      onBack={giveUp}
    >
      <div className="scroll">
        <div className="page sign-in">
          <Answering signIn={signIn} way={way} onGiveUp={giveUp} />
        </div>
      </div>
    </Frame>
  );
}

interface AnsweringProps extends SignInProps {
  onGiveUp(): void;
}

/** The answer comes from the browser on this computer. */
function InBrowser({ signIn, way, onGiveUp }: AnsweringProps) {
  const { again, copy, paste } = useSignInActions(signIn.signInId);
  const pasteBox = (
    <PasteBox
      redirectUri={signIn.redirectUri}
      isOnlyWay={!signIn.listens}
      busy={paste.isPending}
      error={paste.error}
      refused={signIn.pastedAddressRefused}
      onPaste={paste.send}
    />
  );
  return (
    <>
      <h1 className="t1" style={{ marginBottom: 4 }}>
        {signIn.listens ? words.title : words.titlePaste}
      </h1>
      <p className="dim" style={{ marginBottom: signIn.company ? 12 : 24 }}>
        {words.lead(signIn.serviceTitle)}
      </p>
      {signIn.company && <SameCompany company={signIn.company} connectionId={way?.connectionId} />}
      {!signIn.listens && <div style={{ marginBottom: 24 }}>{pasteBox}</div>}
      <Steps signIn={signIn} />
      {signIn.noBrowser && (
        <p className="errt" role="alert" style={{ margin: '0 0 12px 32px' }}>
          <Icon name="err" size={14} />
          {words.noBrowser}
        </p>
      )}
      <div className="row after-steps">
        <Button
          look={signIn.listens ? 'pri' : 'default'}
          icon="ext"
          autoFocus={signIn.listens}
          onClick={() => again.mutate()}
        >
          {words.openAgain}
        </Button>
        <Button icon="copy" onClick={() => copy.mutate()}>
          {words.copyLink}
        </Button>
        <span className="grow" />
        <GiveUp onGiveUp={onGiveUp} />
      </div>
      {signIn.listens && pasteBox}
      <p className="sm dim3" style={{ marginTop: 14 }}>
        {signIn.listens
          ? words.listening(signIn.redirectUri)
          : words.notListening(signIn.redirectUri)}
      </p>
    </>
  );
}

/** A code is entered in any browser, perhaps on another device. */
function OnAnyDevice({ signIn, onGiveUp }: AnsweringProps) {
  const { again } = useSignInActions(signIn.signInId);
  return (
    <>
      <h1 className="t1" style={{ marginBottom: 4 }}>
        {words.titleCode}
      </h1>
      <p className="dim" style={{ marginBottom: 20 }}>
        {words.leadCode(signIn.serviceTitle)}
      </p>
      {signIn.device && <DeviceCode device={signIn.device} onOpen={() => again.mutate()} />}
      <Steps signIn={signIn} />
      <div className="row after-steps">
        <span className="grow" />
        <GiveUp onGiveUp={onGiveUp} />
      </div>
    </>
  );
}

/** Nobody is asked anything: the credentials are here. */
export function WithoutBrowser({ signIn, onGiveUp }: Omit<AnsweringProps, 'way'>) {
  return (
    <>
      <h1 className="t1" style={{ marginBottom: 4 }}>
        {words.titleTrying(signIn.serviceTitle)}
      </h1>
      <p className="dim" style={{ marginBottom: 24 }}>
        {words.leadTrying}
      </p>
      <Steps signIn={signIn} />
      <div className="row after-steps">
        <GiveUp onGiveUp={onGiveUp} autoFocus />
      </div>
    </>
  );
}

function GiveUp({ onGiveUp, autoFocus }: { onGiveUp(): void; autoFocus?: boolean }) {
  return (
    <Button look="ghost" autoFocus={autoFocus} keys="Esc" onClick={onGiveUp}>
      {words.cancel}
    </Button>
  );
}

/** One connection is one company and one person: which, said before it is chosen. */
function SameCompany({
  company,
  connectionId,
}: {
  company: string;
  connectionId?: string | undefined;
}) {
  const desk = useDesk();
  const held = desk.data?.connections.filter((one) =>
    connectionId ? one.id === connectionId : one.company === company,
  );
  const person = held?.length === 1 ? held[0]?.person : undefined;
  return (
    <div className="note acc" style={{ marginBottom: 24 }}>
      <Icon name="user" />
      <span>{words.sameCompany(company, person)}</span>
    </div>
  );
}
