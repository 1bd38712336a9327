import { useState } from 'react';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { asUiError } from '../../ipc/errors';
import type { SignatureView, TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { KeysDialog } from './KeysDialog';
import { Part } from './Part';
import { useVerify } from './queries';

const words = messages.token;
const LOOKS: Record<SignatureView, string> = {
  valid: 'ok',
  wrong: 'bad',
  keyNotFound: 'warn',
  notChecked: '',
  doesNotApply: '',
};

/** Whether its issuer made it, why that is known, and the ways to bring keys. */
export function Signature({ token }: { token: TokenView }) {
  const { source, form, signature } = token;
  const [isOpen, setOpen] = useState(false);
  const issuer = useVerify(source);
  const { state, reason, keysAddress } = signature;
  return (
    <Part
      title={words.signature}
      tag={
        <span className={`tag ${LOOKS[state]}`}>
          {state === 'valid' && <Icon name="check" size={12} />}
          {state === 'wrong' && <Icon name="x" size={12} />}
          {messages.signatures[state]}
        </span>
      }
    >
      <p className="sm dim" role="status">
        {reason}
      </p>
      {form === 'signed' && (
        <div className="col g6 token-keys">
          {keysAddress !== null && (
            <>
              <Button
                icon="shield"
                disabled={issuer.isPending}
                onClick={() => issuer.send({ kind: 'issuer' })}
              >
                {issuer.isPending
                  ? words.checking
                  : state === 'notChecked'
                    ? words.checkWithIssuer
                    : words.checkAgain}
              </Button>
              {state === 'notChecked' && (
                <p className="xs dim3 anywhere">{words.keysFrom(keysAddress)}</p>
              )}
            </>
          )}
          {issuer.error ? (
            <p className="errt" role="alert">
              <Icon name="err" size={14} />
              {asUiError(issuer.error).message}
            </p>
          ) : null}
          <div>
            <Button
              look={keysAddress === null && state === 'notChecked' ? 'default' : 'ghost'}
              icon="key"
              onClick={() => setOpen(true)}
            >
              {words.otherKeys}
            </Button>
          </div>
        </div>
      )}
      {isOpen && <KeysDialog source={source} onClose={() => setOpen(false)} />}
    </Part>
  );
}
