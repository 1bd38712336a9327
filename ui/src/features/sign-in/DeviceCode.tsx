import { Button } from '../../components/Button';
import { useNow } from '../../components/useNow';
import { showDuration, toMillis } from '../../format/dates';
import type { DeviceCodeView } from '../../ipc/client';
import { messages } from '../../messages';
import { copyText } from '../../components/copy';

const words = messages.signIn;

/** The code, where it is entered, and how long it holds (RFC 8628 §3.3). */
export function DeviceCode({ device, onOpen }: { device: DeviceCodeView; onOpen(): void }) {
  const now = useNow();
  const left = toMillis(device.expiresAt) - now;
  return (
    <section className="box device-code" aria-label={words.code}>
      <div className="row wrap">
        <span className="user-code mono" data-testid="user-code">
          {device.userCode}
        </span>
        <Button icon="copy" onClick={() => copyText(device.userCode, words.codeCopied)}>
          {words.copyCode}
        </Button>
        <span className="grow" />
        <span className={left < 60_000 ? 'sm c-warn nowrap' : 'sm dim3 nowrap'}>
          {left > 0 ? words.codeEnds(showDuration(left)) : words.codeEnded}
        </span>
      </div>
      <span className="mono dim address">{device.address}</span>
      <div className="row wrap">
        <Button look="pri" icon="ext" autoFocus onClick={onOpen}>
          {words.openAddress}
        </Button>
        <Button icon="copy" onClick={() => copyText(device.address, words.addressCopied)}>
          {words.copyAddress}
        </Button>
      </div>
    </section>
  );
}
