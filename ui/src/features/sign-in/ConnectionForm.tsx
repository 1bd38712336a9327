import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { useKeys } from '../../components/useKeys';
import { ErrorNotice } from '../../errors/ErrorNotice';
import type { ConnectionFormView, NewConnectionView, NextStep } from '../../ipc/client';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { Advanced } from './Advanced';
import { AppDetails } from './AppDetails';
import { BeforeBrowser } from './BeforeBrowser';
import { blocksOf, isSameClient, placeOf } from './form';
import { Frame } from './Frame';
import { Guide } from './Guide';
import { Installation } from './Installation';
import { useConnect, useExamination, useRedirectUriCheck } from './queries';
import { RedirectUri } from './RedirectUri';
import { Scopes } from './Scopes';

const words = messages.newConnection;

interface ConnectionFormProps {
  choices: NewConnectionView;
  first: ConnectionFormView;
  /** The sign-in whose form this is. */
  follows: string | undefined;
  /** A secret was given to that sign-in and is still held. */
  hasSecret: boolean;
  /** The connection that is signed in to again; a new one has none yet. */
  company: string | null;
  /** The form of a new connection, as far as it is filled. */
  onKeep(form: ConnectionFormView): void;
  onBegun(signInId: string): void;
  onBack(): void;
}

export function ConnectionForm(props: ConnectionFormProps) {
  const { choices, first, follows, hasSecret, company, onKeep, onBegun, onBack } = props;
  const [, go] = useLocation();
  const [form, setForm] = useState(first);
  const [secret, setSecret] = useState('');
  const [isDropped, setDropped] = useState(false);
  const check = useRedirectUriCheck(form.registeredRedirectUri, form.redirectUri);
  const examination = useExamination(form, follows !== undefined);
  const connect = useConnect(({ signInId, connectionId }) => {
    if (signInId) {
      onBegun(signInId);
      go(paths.signIn(signInId));
    } else if (connectionId) go(paths.connection(connectionId));
  });
  const isSecretKept = hasSecret && !isDropped && isSameClient(form, first);
  const blocks = blocksOf(form, check.current, examination.found);
  const change = (part: Partial<ConnectionFormView>) => {
    const next = { ...form, ...part };
    setForm(next);
    if (company === null) onKeep(next);
    examination.change(next);
  };
  const submit = () => {
    if (blocks[0]) return goTo(placeOf(blocks[0].at));
    if (connect.isPending) return;
    examination.leave();
    connect.send({
      form,
      clientSecret: secret || null,
      follows: follows ?? null,
      keepSecret: isSecretKept && secret === '',
    });
  };
  useKeys({ 'mod+enter': submit });
  const reasonAt = (at: string) => blocks.find((block) => block.at === at)?.reason;
  const shared = { form, choices, reasonAt, onChange: change };
  return (
    <Frame
      title={company === null ? words.title(choices.serviceTitle) : messages.signIn.again(company)}
      {...(company === null ? { step: words.step } : {})}
      backLabel={words.back}
      onBack={onBack}
    >
      <div className="scroll">
        <div className="page" style={{ maxWidth: 1080, paddingTop: 22 }}>
          <h1 className="sr">{words.title(choices.serviceTitle)}</h1>
          {connect.error !== null && (
            <NotStarted
              error={connect.error}
              onStep={(step) => (step === 'fixField' ? goTo(placeOf('clientId')) : submit())}
            />
          )}
          <div className="two">
            <div onBlur={examination.leave}>
              <section className="fs">
                <Installation {...shared} />
                <AppDetails
                  {...shared}
                  secret={secret}
                  isSecretKept={isSecretKept}
                  onSecret={setSecret}
                  onDropSecret={() => setDropped(true)}
                />
              </section>
              <RedirectUri {...shared} check={check.shown} />
              <Scopes {...shared} />
              <Advanced {...shared} hasSecret={secret !== '' || isSecretKept} />
            </div>
            <aside className="aside box" aria-label={words.guide} data-pane="side">
              <Guide form={form} choices={choices} />
              <div className="hr" />
              <BeforeBrowser
                examination={examination.found}
                error={examination.error}
                waitsFor={examination.waitsFor}
                matches={check.shown?.matches}
                onLookAgain={examination.lookAgain}
              />
            </aside>
          </div>
        </div>
      </div>
      <footer className="formfoot">
        {blocks[0] ? (
          <span className="sm dim row row-6" role="status">
            <Icon name="info" size={14} />
            <button type="button" className="link" onClick={submit} id="new-connection-reason">
              {blocks[0].reason}
            </button>
          </span>
        ) : (
          <span className="sm dim3 row row-6">
            <Icon name="lock" size={14} />
            {words.password(choices.serviceTitle)}
          </span>
        )}
        <span className="grow" />
        <Button size="lg" onClick={onBack}>
          {messages.common.cancel}
        </Button>
        <Button
          look="pri"
          size="lg"
          icon="ext"
          keys="Ctrl ↵"
          disabled={blocks.length > 0 || connect.isPending}
          aria-describedby={blocks[0] && 'new-connection-reason'}
          onClick={submit}
        >
          {words.submit}
        </Button>
      </footer>
    </Frame>
  );
}

/** What `connect` answered, brought into view: the form below is as it was. */
function NotStarted({ error, onStep }: { error: unknown; onStep(step: NextStep): void }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), [error]);
  return (
    <div
      ref={place}
      tabIndex={-1}
      aria-label={words.notStarted}
      role="group"
      className="not-started"
    >
      <ErrorNotice error={error} onStep={onStep} />
    </div>
  );
}

function goTo(id: string): void {
  const place = document.getElementById(id);
  const control = place?.matches('input, button') ? place : place?.querySelector('input, button');
  place?.scrollIntoView({ block: 'nearest' });
  if (control instanceof HTMLElement) control.focus();
}
