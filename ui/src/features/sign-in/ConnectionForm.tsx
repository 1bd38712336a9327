import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { ConnectionFormView, NewConnectionView } from '../../ipc/client';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { Advanced } from './Advanced';
import { AppDetails } from './AppDetails';
import { BeforeBrowser } from './BeforeBrowser';
import { blocksOf, isSameClient, placeOf } from './form';
import { FormPage, goTo } from './FormPage';
import { Guide } from './Guide';
import { Installation } from './Installation';
import { markOf } from './mark';
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
  const secret = useRef<HTMLInputElement>(null);
  const [isTyped, setTyped] = useState(false);
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
    examination.leave();
    connect.send({
      form,
      clientSecret: secret.current?.value || null,
      follows: follows ?? null,
      keepSecret: isSecretKept && !isTyped,
    });
  };
  const reasonAt = (at: string) => blocks.find((block) => block.at === at)?.reason;
  const shared = { form, choices, reasonAt, onChange: change };
  return (
    <FormPage
      title={company === null ? words.title(choices.serviceTitle) : messages.signIn.again(company)}
      mark={markOf(choices.serviceTitle)}
      step={company === null ? words.step : undefined}
      backLabel={words.back}
      onBack={onBack}
      error={connect.error}
      onStep={(step) => (step === 'fixField' ? goTo(placeOf('clientId')) : submit())}
      asideLabel={words.guide}
      aside={
        <>
          <Guide form={form} choices={choices} />
          <div className="hr" />
          <BeforeBrowser
            examination={examination.found}
            error={examination.error}
            waitsFor={examination.waitsFor}
            matches={check.shown?.matches}
            onLookAgain={examination.lookAgain}
          />
        </>
      }
      promise={words.password(choices.serviceTitle)}
      block={blocks[0] && { place: placeOf(blocks[0].at), reason: blocks[0].reason }}
      submit={{ label: words.submit, icon: 'ext' }}
      busy={connect.isPending}
      onSubmit={submit}
    >
      <div onBlur={examination.leave}>
        <section className="fs">
          <Installation {...shared} />
          <AppDetails
            {...shared}
            secret={secret}
            isSecretKept={isSecretKept}
            onSecret={setTyped}
            onDropSecret={() => setDropped(true)}
          />
        </section>
        <RedirectUri {...shared} check={check.shown} />
        <Scopes {...shared} />
        <Advanced {...shared} hasSecret={isTyped || isSecretKept} />
      </div>
    </FormPage>
  );
}
