import { useRef, useState } from 'react';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { Icon } from '../../components/Icon';
import { Segments } from '../../components/Segments';
import { TextField } from '../../components/TextField';
import type { KeysRequest, TokenSourceView } from '../../ipc/client';
import { asUiError } from '../../ipc/errors';
import { messages } from '../../messages';
import { useVerify } from './queries';
import { SecretText } from './SecretText';

const words = messages.token;
type How = 'address' | 'text' | 'file';

/** Keys that a person gives: by their address, as text or from a file. */
export function KeysDialog({ source, onClose }: { source: TokenSourceView; onClose(): void }) {
  const [how, setHow] = useState<How>('address');
  const [address, setAddress] = useState('');
  const [isFilled, setFilled] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const verify = useVerify(source, onClose);
  const error = verify.error ? asUiError(verify.error).message : undefined;
  const isReady = how === 'file' || (how === 'address' ? address.trim() !== '' : isFilled);
  const request = (): KeysRequest => {
    if (how === 'file') return { kind: 'file' };
    if (how === 'address') return { kind: 'address', address: address.trim() };
    const text = box.current?.value ?? '';
    if (box.current) box.current.value = '';
    setFilled(false);
    return { kind: 'text', text };
  };
  return (
    <Dialog
      title={words.keysTitle}
      opened
      onClose={onClose}
      closeLabel={messages.common.close}
      footer={
        <>
          <span className="grow" />
          <Button size="lg" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button
            size="lg"
            look="pri"
            disabled={!isReady || verify.isPending}
            onClick={() => verify.send(request())}
          >
            {verify.isPending ? words.checking : how === 'file' ? words.keysFileYes : words.keysYes}
          </Button>
        </>
      }
    >
      <div className="col g12">
        <div>
          <Segments<How>
            label={words.keysHow}
            value={how}
            options={[
              { value: 'address', title: words.keysAddress },
              { value: 'text', title: words.keysText },
              { value: 'file', title: words.keysFile },
            ]}
            onChange={setHow}
          />
        </div>
        {how === 'address' && (
          <TextField
            label={words.addressLabel}
            hint={words.addressHint}
            value={address}
            placeholder="https://"
            autoFocus
            onChange={setAddress}
          />
        )}
        {how === 'text' && (
          <SecretText
            label={words.keysTextLabel}
            hint={words.keysTextHint}
            ref={box}
            onFilled={setFilled}
          />
        )}
        {how === 'file' && <p className="dim">{words.keysFileText}</p>}
        {error !== undefined && (
          <p className="errt" role="alert">
            <Icon name="err" size={14} />
            {error}
          </p>
        )}
      </div>
    </Dialog>
  );
}
