import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import type { SignInView } from '../../ipc/client';
import { useDesk } from '../../ipc/queries';
import type { Way } from '../../ipc/way';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { Frame } from './Frame';
import { PasteBox } from './PasteBox';
import { useSignInActions } from './queries';
import { Steps } from './Steps';

const words = messages.signIn;

interface SignInProps {
  signIn: SignInView;
  way: Way | undefined;
}

/** Begun with the form of a new connection, rather than for one that is there. */
export const isOfNew = (signIn: SignInView): boolean => signIn.hasForm && signIn.company === null;

export const titleOf = (signIn: SignInView): string =>
  signIn.company ? words.again(signIn.company) : words.connect(signIn.serviceTitle);

/** What is going on while the person answers in the browser, and every way to help it along. */
export function Waiting({ signIn, way }: SignInProps) {
  const [, go] = useLocation();
  const { cancel, again, copy, paste } = useSignInActions(signIn.signInId);
  const isNew = isOfNew(signIn);
  const back = isNew ? paths.addCore(signIn.signInId) : (way?.place ?? paths.home);
  const giveUp = () => cancel.mutate(undefined, { onSettled: () => go(back) });
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
    <Frame
      title={titleOf(signIn)}
      {...(isNew ? { step: words.stepTwo } : {})}
      backLabel={isNew ? words.backToForm : way?.place ? words.backToWork : words.back}
      onBack={giveUp}
    >
      <div className="scroll">
        <div className="page sign-in">
          <h1 className="t1" style={{ marginBottom: 4 }}>
            {signIn.listens ? words.title : words.titlePaste}
          </h1>
          <p className="dim" style={{ marginBottom: signIn.company ? 12 : 24 }}>
            {words.lead(signIn.serviceTitle)}
          </p>
          {signIn.company && (
            <SameCompany company={signIn.company} connectionId={way?.connectionId} />
          )}
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
            <Button look="ghost" keys="Esc" onClick={giveUp}>
              {words.cancel}
            </Button>
          </div>
          {signIn.listens && pasteBox}
          <p className="sm dim3" style={{ marginTop: 14 }}>
            {signIn.listens
              ? words.listening(signIn.redirectUri)
              : words.notListening(signIn.redirectUri)}
          </p>
        </div>
      </div>
    </Frame>
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
