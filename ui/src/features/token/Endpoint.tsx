import { Button } from '../../components/Button';
import { copyText } from '../../components/copy';
import type { TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { Part } from './Part';

const words = messages.token;

/** The base URL of the API that it opens. */
export function Endpoint({ token }: { token: TokenView }) {
  const base = token.facts.find(({ fact }) => fact === 'baseUrl');
  if (!base) return null;
  return (
    <Part title={words.base}>
      <div className="tok row token-base">
        <span className="grow trunc">{base.value}</span>
        <Button
          look="ghost"
          size="xsm"
          square
          icon="copy"
          aria-label={words.copyBase}
          onClick={() => copyText(base.value, words.copiedBase)}
        />
      </div>
      <p className="sm dim3">{words.baseText}</p>
    </Part>
  );
}
