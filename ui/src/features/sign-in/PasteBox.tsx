import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { asUiError } from '../../ipc/errors';
import { Button } from '../../components/Button';
import { Filled } from '../../components/Filled';
import { Icon } from '../../components/Icon';
import { messages } from '../../messages';

interface PasteBoxProps {
  redirectUri: string;
  /** Nothing else brings the answer. */
  isOnlyWay: boolean;
  busy: boolean;
  error: unknown;
  /** What was pasted is not the answer of this sign-in. */
  refused: boolean;
  onPaste(address: string): void;
}

/** The way on when the browser could not come back by itself. */
export function PasteBox({ redirectUri, isOnlyWay, busy, error, refused, onPaste }: PasteBoxProps) {
  const [address, setAddress] = useState('');
  const words = messages.signIn;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (address.trim()) onPaste(address.trim());
  };
  /** Esc empties the box, then leaves it; only outside of it the sign-in is given up. */
  const leave = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (address) setAddress('');
    else event.currentTarget.blur();
  };
  return (
    <form className="box paste" onSubmit={submit}>
      <h2 className="t3">{isOnlyWay ? words.pasteTitleFirst : words.pasteTitle}</h2>
      <p className="sm dim" style={{ margin: '2px 0 8px' }}>
        <Filled
          text={words.pasteText}
          places={{ start: <span className="mono">{redirectUri}?code=</span> }}
        />
      </p>
      <div className="row">
        <div className={`input lg${error || refused ? ' err' : ''}`}>
          <input
            aria-label={words.pasteLabel}
            placeholder={words.pastePlaceholder}
            value={address}
            autoFocus={isOnlyWay}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setAddress(event.target.value)}
            onKeyDown={leave}
          />
        </div>
        <Button
          type="submit"
          size="lg"
          look={isOnlyWay ? 'pri' : 'default'}
          disabled={!address.trim() || busy}
        >
          {words.continue}
        </Button>
      </div>
      {error || refused ? (
        <p className="errt" role="alert" style={{ marginTop: 6 }}>
          <Icon name="err" size={14} />
          {error ? asUiError(error).message : words.pasteRefused}
        </p>
      ) : null}
    </form>
  );
}
