import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Choices } from '../../components/Choices';
import { TextField } from '../../components/TextField';
import type { OpenConnectionView, ServiceFormView } from '../../ipc/client';
import { useWay } from '../../ipc/way';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { Folded } from '../sign-in/Folded';
import { FormPage, goTo } from '../sign-in/FormPage';
import { markOf } from '../sign-in/mark';
import { ClientPart } from './ClientPart';
import { firstOdd, inForm, partOf } from './correcting';
import { DraftAside } from './DraftAside';
import { Endpoints } from './Endpoints';
import { HeaderPart } from './HeaderPart';
import { PersonPart } from './PersonPart';
import { useConnectService, usePastedTokenCheck } from './queries';
import type { ServiceDraft } from './serviceDraft';
import {
  blockOf,
  endpointsOf,
  grantsOf,
  isNeeded,
  needsSecret,
  placeOf,
  usesBrowser,
  type Endpoint,
  type Typed,
} from './serviceForm';
import type { FormChange } from './shared';
import { TokenField } from './TokenField';
import { Trying } from './Trying';
import { useTry } from './useTry';

const words = messages.services;

interface ServiceFormProps {
  first: ServiceDraft;
  onKeep(draft: ServiceDraft): void;
  onBack(): void;
  onConnected(connectionId: string): void;
}

export function ServiceForm({ first, onKeep, onBack, onConnected }: ServiceFormProps) {
  const [, go] = useLocation();
  const way = useWay();
  const { draft } = first;
  const [{ form, isConfidential }, setKept] = useState(first);
  const latest = useRef(first);
  const [hasSecret, setHasSecret] = useState(false);
  const [user, setUser] = useState('');
  const [hasPassword, setHasPassword] = useState(false);
  const secret = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const token = useRef<HTMLInputElement>(null);
  const pasted = usePastedTokenCheck();
  const attempt = useTry((connectionId) => {
    for (const { current } of [secret, password, token]) if (current) current.value = '';
    onConnected(connectionId);
  });
  const begin = (opened: OpenConnectionView) => {
    if (!opened.signInId || !usesBrowser(form.grant)) return attempt.follow(opened);
    way.keep(opened.signInId, { form: paths.addServiceSignIn });
    go(paths.signIn(opened.signInId));
  };
  const connect = useConnectService(begin);
  const typed: Typed = { isConfidential, hasSecret, user, hasPassword, pasted: pasted.found };
  const block = blockOf(form, typed);
  const keep = (part: Partial<ServiceDraft>) => {
    latest.current = { ...latest.current, ...part };
    setKept(latest.current);
    onKeep(latest.current);
  };
  const change = (given: FormChange) => {
    const now = latest.current.form;
    const next = { ...now, ...(typeof given === 'function' ? given(now) : given) };
    if (next.grant !== now.grant) {
      setHasSecret(false);
      setHasPassword(false);
      pasted.check('');
      attempt.forget();
    }
    keep({ form: next });
  };
  const submit = () =>
    connect.send({
      draftId: draft.draftId,
      form: { ...form, scopes: form.scopes.filter((scope) => scope !== '') },
      clientSecret:
        form.grant !== 'token' && needsSecret(form.grant, typed)
          ? (secret.current?.value ?? '')
          : null,
      token: form.grant === 'token' ? (token.current?.value ?? '') : null,
      password:
        form.grant === 'password' ? { user, password: password.current?.value ?? '' } : null,
    });
  const reasonAt = (field: string) => (block?.place === placeOf(field) ? block.reason : undefined);
  const error = connect.error ?? attempt.error;
  const toCorrect = (): string => {
    if (block) return block.place;
    const part = partOf(error);
    if (part === 'credential') return placeOf(CREDENTIAL[form.grant]);
    if (part === 'scope' && form.grant !== 'token') return placeOf('scopes');
    return placeOf(
      firstOdd<Endpoint | 'baseUrl'>(
        [...endpointsOf(form.grant).filter(isNeeded), 'baseUrl'],
        form,
      ) ?? 'baseUrl',
    );
  };
  const shared = { form, reasonAt, onChange: change };
  return (
    <FormPage
      title={messages.newConnection.title(draft.title)}
      mark={markOf(draft.title)}
      step={words.steps.signIn}
      backLabel={words.backToDocument}
      onBack={attempt.isRunning ? attempt.cancel : onBack}
      error={inForm(error)}
      onStep={(step) => (step === 'fixField' || block ? goTo(toCorrect()) : submit())}
      asideLabel={words.asideTitle(draft.title)}
      aside={<DraftAside draft={draft} />}
      promise={words.promise}
      block={block}
      submit={SUBMITS[form.grant] ?? { label: words.submit }}
      busy={connect.isPending}
      onSubmit={submit}
      instead={attempt.isRunning && <Trying signIn={attempt.signIn} onCancel={attempt.cancel} />}
    >
      <section className="fs">
        <Choices
          label={words.grant}
          value={form.grant}
          stacked
          options={grantsOf(form).map((grant) => ({
            value: grant,
            ...words.grants[grant],
            ...(form.offered.includes(grant) ? { tag: words.offered } : {}),
          }))}
          onChange={(grant) => change({ grant })}
        />
      </section>
      <section className="fs">
        {form.grant === 'token' ? (
          <>
            <TokenField
              id={placeOf('token')}
              label={words.token}
              ref={token}
              found={pasted.found}
              onPaste={pasted.check}
              blocked={reasonAt('token')}
            />
            <HeaderPart {...shared} />
          </>
        ) : (
          <>
            <Endpoints {...shared} isFolded={draft.isSaved} />
            <ClientPart
              {...shared}
              isConfidential={isConfidential}
              secret={secret}
              onConfidential={(one) => keep({ isConfidential: one })}
              onSecret={setHasSecret}
            />
            {form.grant === 'password' && (
              <PersonPart
                {...shared}
                user={user}
                password={password}
                onUser={setUser}
                onPassword={setHasPassword}
              />
            )}
          </>
        )}
      </section>
      <section className="fs">
        <div className="app-details">
          <TextField
            label={words.name}
            value={form.name}
            hint={words.nameHint}
            onChange={(name) => change({ name })}
          />
          <TextField
            id={placeOf('baseUrl')}
            label={words.baseUrl}
            value={form.baseUrl}
            hint={words.baseUrlHint}
            blocked={reasonAt('baseUrl')}
            onChange={(baseUrl) => change({ baseUrl })}
          />
        </div>
      </section>
      <Folded title={words.advanced}>
        <TextField
          label={words.openapiAddress}
          value={form.openapiAddress}
          hint={words.openapiAddressHint}
          onChange={(openapiAddress) => change({ openapiAddress })}
        />
        {form.grant !== 'token' && <HeaderPart {...shared} />}
      </Folded>
    </FormPage>
  );
}

/** The field that most likely was wrong when the sign-in was refused. */
const CREDENTIAL: Record<ServiceFormView['grant'], string> = {
  authorizationCode: 'clientId',
  deviceCode: 'clientId',
  clientCredentials: 'secret',
  password: 'password',
  token: 'token',
};

const SUBMITS: Partial<Record<ServiceFormView['grant'], { label: string; icon?: 'ext' }>> = {
  authorizationCode: { label: words.submitBrowser, icon: 'ext' },
  deviceCode: { label: words.submitCode },
};
