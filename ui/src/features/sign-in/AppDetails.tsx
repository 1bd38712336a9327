import type { Ref } from 'react';
import { TextField } from '../../components/TextField';
import { messages } from '../../messages';
import { placeOf } from './form';
import type { FormPartProps } from './shared';

const words = messages.newConnection;

interface AppDetailsProps extends FormPartProps {
  secret: Ref<HTMLInputElement>;
  /** One was typed before and is still held by the core. */
  isSecretKept: boolean;
  onSecret(isThere: boolean): void;
  onDropSecret(): void;
}

/** Client ID and secret. */
export function AppDetails({
  form,
  reasonAt,
  onChange,
  secret,
  isSecretKept,
  onSecret,
  onDropSecret,
}: AppDetailsProps) {
  return (
    <div className="app-details">
      <TextField
        id={placeOf('clientId')}
        label={words.clientId}
        value={form.clientId}
        hint={words.clientIdHint}
        blocked={reasonAt('clientId')}
        autoFocus
        onChange={(clientId) => onChange({ clientId })}
      />
      <TextField
        label={words.secret}
        note={words.optional}
        ref={secret}
        secret
        icon="lock"
        placeholder={isSecretKept ? words.secretKept : ''}
        hint={
          isSecretKept ? (
            <>
              {words.secretKeptHint}{' '}
              <button type="button" className="link" onClick={onDropSecret}>
                {words.withoutSecret}
              </button>
            </>
          ) : (
            words.secretHint
          )
        }
        onChange={(text) => onSecret(text !== '')}
      />
    </div>
  );
}
