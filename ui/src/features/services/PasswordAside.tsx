import { Check, Checks } from '../../components/Checks';
import { Icon } from '../../components/Icon';
import { messages } from '../../messages';

const words = messages.bidcore;

/** What becomes of a password, and why the other way is better. */
export function PasswordAside() {
  return (
    <>
      <h2 className="t3">{words.passwordAside}</h2>
      <Checks>
        {words.passwordLines.map((line) => (
          <Check key={line}>{line}</Check>
        ))}
      </Checks>
      <div className="note warn" style={{ marginTop: 14 }}>
        <Icon name="alert" />
        <span>{words.passwordWeaker}</span>
      </div>
    </>
  );
}
