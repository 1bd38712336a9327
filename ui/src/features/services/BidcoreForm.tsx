import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Choices } from '../../components/Choices';
import { TextField } from '../../components/TextField';
import type { BidcoreFormView, NewBidcoreView } from '../../ipc/client';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { Folded } from '../sign-in/Folded';
import { FormPage, goTo } from '../sign-in/FormPage';
import { markOf, titleOf } from '../sign-in/mark';
import { blockOf, type Way } from './bidcore';
import { firstOdd, inForm, partOf } from './correcting';
import { PasswordAside } from './PasswordAside';
import { useConnectBidcore, usePastedTokenCheck } from './queries';
import { TokenField } from './TokenField';
import { TokenGuide } from './TokenGuide';
import { Trying } from './Trying';
import { useTry } from './useTry';

const words = messages.bidcore;
const TITLE = titleOf('bidcore');
const WAYS = ['token', 'password'] as const;
const SETTINGS = ['baseUrl', 'openapiAddress', 'tokenUrl', 'scope', 'clientId'] as const;
const HINTS: Partial<Record<keyof BidcoreFormView, string>> = {
  baseUrl: words.baseUrlHint,
  openapiAddress: words.openapiAddressHint,
  clientId: words.clientIdHint,
};

export function BidcoreForm({ choices }: { choices: NewBidcoreView }) {
  const [, go] = useLocation();
  const [way, setWay] = useState<Way>('token');
  const [form, setForm] = useState(choices.form);
  const [user, setUser] = useState('');
  const [hasPassword, setHasPassword] = useState(false);
  const token = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const pasted = usePastedTokenCheck();
  const attempt = useTry((connectionId) => {
    forget(token.current, password.current);
    go(paths.connection(connectionId), { replace: true });
  });
  const connect = useConnectBidcore(attempt.follow);
  const block = blockOf(way, form, pasted.found, user, hasPassword);
  const change = (part: Partial<BidcoreFormView>) => setForm({ ...form, ...part });
  const choose = (next: Way) => {
    setHasPassword(false);
    pasted.check('');
    attempt.forget();
    setWay(next);
  };
  const submit = () =>
    connect.send({
      form,
      token: way === 'token' ? (token.current?.value ?? '') : null,
      password: way === 'password' ? { user, password: password.current?.value ?? '' } : null,
    });
  const error = connect.error ?? attempt.error;
  const toCorrect = (): string => {
    if (block) return block.place;
    const part = partOf(error);
    if (part === 'scope' && way === 'password') return 'bidcore-scope';
    if (part !== 'credential') return `bidcore-${oddSetting(way, form) ?? 'baseUrl'}`;
    return `bidcore-${way}`;
  };
  const reasonAt = (place: string) => (block?.place === place ? block.reason : undefined);
  return (
    <FormPage
      title={messages.newConnection.title(TITLE)}
      mark={markOf(TITLE)}
      step={words.step}
      backLabel={words.back}
      onBack={attempt.isRunning ? attempt.cancel : () => go(paths.home)}
      error={inForm(error)}
      onStep={(step) => (step === 'fixField' || block ? goTo(toCorrect()) : submit())}
      asideLabel={way === 'token' ? words.guide : words.passwordAside}
      aside={way === 'token' ? <TokenGuide choices={choices} /> : <PasswordAside />}
      promise={way === 'token' ? words.promiseToken : words.promisePassword}
      block={block}
      submit={{ label: words.submit }}
      busy={connect.isPending}
      onSubmit={submit}
      instead={attempt.isRunning && <Trying signIn={attempt.signIn} onCancel={attempt.cancel} />}
    >
      <section className="fs">
        <Choices
          label={words.ways}
          value={way}
          options={WAYS.map((one) => ({ value: one, ...words[one] }))}
          onChange={choose}
        />
        {way === 'token' ? (
          <TokenField
            id="bidcore-token"
            label={words.pasteToken}
            ref={token}
            found={pasted.found}
            onPaste={pasted.check}
            blocked={reasonAt('bidcore-token')}
            autoFocus
          />
        ) : (
          <div className="app-details">
            <TextField
              id="bidcore-user"
              label={words.user}
              value={user}
              hint={words.userHint}
              blocked={reasonAt('bidcore-user')}
              autoFocus
              onChange={setUser}
            />
            <TextField
              id="bidcore-password"
              label={words.passwordLabel}
              ref={password}
              secret
              icon="lock"
              hint={words.passwordHint}
              blocked={reasonAt('bidcore-password')}
              onChange={(text) => setHasPassword(text !== '')}
            />
          </div>
        )}
      </section>
      <section className="fs">
        <TextField
          label={words.name}
          note={messages.newConnection.optional}
          value={form.name}
          hint={words.nameHint}
          onChange={(name) => change({ name })}
        />
      </section>
      <Folded title={words.advanced}>
        {SETTINGS.map((setting) => (
          <TextField
            key={setting}
            id={`bidcore-${setting}`}
            label={words[setting]}
            {...(setting === 'baseUrl' || setting === 'openapiAddress'
              ? {}
              : { note: words.onlyPassword })}
            value={form[setting]}
            blocked={reasonAt(`bidcore-${setting}`)}
            hint={
              form[setting] === choices.form[setting] ? (
                HINTS[setting]
              ) : (
                <button
                  type="button"
                  className="link"
                  onClick={() => change({ [setting]: choices.form[setting] })}
                >
                  {words.usual(choices.form[setting])}
                </button>
              )
            }
            onChange={(value) => change({ [setting]: value })}
          />
        ))}
      </Folded>
    </FormPage>
  );
}

function oddSetting(way: Way, form: BidcoreFormView) {
  const addresses =
    way === 'password' ? (['baseUrl', 'tokenUrl'] as const) : (['baseUrl'] as const);
  return firstOdd(addresses, form);
}

function forget(...controls: (HTMLInputElement | null)[]): void {
  for (const control of controls) if (control) control.value = '';
}
