import type { TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { Note } from './Note';

/** What is odd or dangerous about it, worst first. */
export function Warnings({ token }: { token: TokenView }) {
  const { warnings, form } = token;
  const [first, ...more] = warnings;
  if (!first) return null;
  return (
    <Note look={form === 'unsigned' ? 'bad' : 'warn'} title={messages.token.warnings}>
      {more.length === 0 ? (
        <p>{first}</p>
      ) : (
        <ul className="plain-list">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </Note>
  );
}
