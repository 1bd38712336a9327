import type { TokenView } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.token;

/** The token as it may be seen. */
export function Masked({ token }: { token: TokenView }) {
  const { source, form, masked, length } = token;
  const isRefresh = source.kind === 'connection' && source.token === 'refreshToken';
  return (
    <div
      className={`row tok masked${form === 'broken' ? ' bad' : ''}`}
      role="group"
      aria-label={words.masked}
    >
      <span className="grow trunc">{masked}</span>
      <span className="dim3 nowrap note-r">{words.characters(length)}</span>
      <span className="sep hide-n" />
      <span className="dim3 nowrap hide-n note-r">
        {isRefresh
          ? words.neverCopied
          : source.kind === 'brought'
            ? words.inMemory
            : words.neverShown}
      </span>
    </div>
  );
}
