import { Icon } from '../../components/Icon';
import { messages } from '../../messages';

const words = messages.bidcore;

/** What becomes of a password, and why the other way is better. */
export function PasswordAside() {
  return (
    <>
      <h2 className="t3">{words.passwordAside}</h2>
      <ol>
        {words.passwordLines.map((line) => (
          <li key={line}>
            <span>{line}</span>
          </li>
        ))}
      </ol>
      <div className="note warn" style={{ marginTop: 14 }}>
        <Icon name="alert" />
        <span>{words.passwordWeaker}</span>
      </div>
    </>
  );
}
