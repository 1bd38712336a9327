import { useEffect, useRef, useState, type FormEvent, type Ref } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { TextField } from '../../components/TextField';
import { toastDone } from '../../components/toast';
import { ErrorNotice } from '../../errors/ErrorNotice';
import type { CredentialQuestionView } from '../../ipc/client';
import { useQuestion, type AskedFor } from '../../ipc/question';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { Steps } from '../sign-in/Steps';
import { useGiveCredential, usePastedTokenCheck } from './queries';
import { TokenField } from './TokenField';
import './services.css';
import { useTry } from './useTry';

const words = messages.question;

/** Asks for what a connection needs to go on. The screen below stays as it is. */
export function CredentialDialog() {
  const { asked, settle } = useQuestion();
  return asked && <Question key={asked.question.connectionId} {...asked} onSettled={settle} />;
}

function Question({ question, comeBackTo, stays, onSettled }: AskedFor & { onSettled(): void }) {
  const [, go] = useLocation();
  const { connectionId, grant } = question;
  const [user, setUser] = useState(question.user);
  const [hasSecret, setHasSecret] = useState(false);
  const secret = useRef<HTMLInputElement>(null);
  const pasted = usePastedTokenCheck();
  const attempt = useTry(() => {
    if (secret.current) secret.current.value = '';
    toastDone(words.done(question.company));
    onSettled();
    if (!stays) go(comeBackTo ?? paths.connection(connectionId));
  });
  const give = useGiveCredential(attempt.follow);
  const isReady =
    grant === 'token'
      ? pasted.found?.problem === null
      : hasSecret && (grant !== 'password' || user.trim() !== '');
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const text = secret.current?.value ?? '';
    if (!isReady || give.isPending || attempt.isRunning) return;
    give.send({
      connectionId,
      token: grant === 'token' ? text : null,
      password: grant === 'password' ? { user, password: text } : null,
      clientSecret: grant === 'clientCredentials' ? text : null,
    });
  };
  const close = () => {
    if (attempt.isRunning) attempt.cancel();
    onSettled();
  };
  const error = give.error ?? attempt.error;
  useEffect(() => {
    if (error) secret.current?.focus();
  }, [error]);
  return (
    <Dialog
      title={words.title(question.company)}
      opened
      onClose={close}
      closeLabel={messages.common.close}
      footer={
        <>
          <span className="grow" />
          <Button size="lg" onClick={attempt.isRunning ? attempt.cancel : close}>
            {messages.common.cancel}
          </Button>
          <Button
            size="lg"
            look="pri"
            type="submit"
            form="credential"
            disabled={!isReady || give.isPending || attempt.isRunning}
          >
            {words.submit}
          </Button>
        </>
      }
    >
      <p className="dim">
        {question.why} {words.lead}
      </p>
      {attempt.isRunning && attempt.signIn && <Steps signIn={attempt.signIn} />}
      {!attempt.isRunning && error ? (
        <div className="inline-error">
          <ErrorNotice error={error} onStep={() => secret.current?.focus()} />
        </div>
      ) : null}
      <form id="credential" className="col g12" hidden={attempt.isRunning} onSubmit={submit}>
        {grant === 'password' && <TextField label={words.user} value={user} onChange={setUser} />}
        {grant === 'token' ? (
          <TokenField
            label={words.token}
            ref={secret}
            found={pasted.found}
            onPaste={pasted.check}
            autoFocus
          />
        ) : (
          <Secret question={question} ref={secret} onChange={setHasSecret} />
        )}
        <p className="sm dim3">{words.goesTo(question.host)}</p>
      </form>
    </Dialog>
  );
}

interface SecretProps {
  question: CredentialQuestionView;
  ref: Ref<HTMLInputElement>;
  onChange(isThere: boolean): void;
}

function Secret({ question, ref, onChange }: SecretProps) {
  const isPassword = question.grant === 'password';
  return (
    <TextField
      label={isPassword ? words.password : words.secret}
      ref={ref}
      secret
      icon="lock"
      hint={isPassword ? words.passwordHint : words.secretHint}
      autoFocus
      onChange={(text) => onChange(text !== '')}
    />
  );
}
