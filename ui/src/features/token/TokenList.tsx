import { Kbd } from '../../components/Button';
import { Icon, type IconName } from '../../components/Icon';
import { Mark } from '../../components/Mark';
import { useNow } from '../../components/useNow';
import type { ListedTokenView, TokenSourceView } from '../../ipc/client';
import { messages } from '../../messages';
import { visit } from '../../place';
import { isSame, placeOf } from './source';
import { lineOf, titleOf } from './titles';

const words = messages.token;
const HALF_A_MINUTE = 30_000;

interface TokenListProps {
  tokens: ListedTokenView[];
  shown: TokenSourceView | undefined;
  onPaste(): void;
  onFile(): void;
  onType(): void;
}

/** Every token that can be looked into, and the ways to bring one. */
export function TokenList({ tokens, shown, onPaste, onFile, onType }: TokenListProps) {
  const now = useNow(HALF_A_MINUTE);
  const own = tokens.filter(({ source }) => source.kind === 'connection');
  const brought = tokens.filter(({ source }) => source.kind === 'brought');
  const line = (listed: ListedTokenView) => (
    <Line
      key={placeOf(listed.source)}
      listed={listed}
      now={now}
      isShown={shown !== undefined && isSame(listed.source, shown)}
    />
  );
  return (
    <nav className="nav" aria-label={words.title} data-pane="nav">
      <div className="nav-head">
        <span style={{ fontWeight: 600 }}>{words.title}</span>
      </div>
      <div className="nav-body">
        {own.length > 0 && <div className="nav-g">{words.fromConnections}</div>}
        {own.map(line)}
        <div className="nav-g">{words.fromYou}</div>
        {brought.map(line)}
        <Way icon="plus" label={words.paste} keys={words.pasteKeys} onClick={onPaste} />
        <Way icon="file" label={words.openFile} onClick={onFile} />
        <Way icon="edit" label={words.type} onClick={onType} />
      </div>
      <p className="nav-foot sm dim3">
        <Icon name="lock" size={14} /> {words.readHere}
      </p>
    </nav>
  );
}

function Line(props: { listed: ListedTokenView; now: number; isShown: boolean }) {
  const { listed, now, isShown } = props;
  const isBad =
    listed.form === 'broken' || (listed.expiresAt !== null && listed.expiresAt * 1000 <= now);
  return (
    <button
      type="button"
      className={`nav-i token-line${isShown ? ' on' : ''}`}
      aria-current={isShown ? 'page' : undefined}
      onClick={() => visit(placeOf(listed.source))}
    >
      <Mark small text={listed.mark ?? '{}'} />
      <span className="col grow">
        <span className="trunc">{titleOf(listed)}</span>
        <span className="xs dim3 trunc">{lineOf(listed, now)}</span>
      </span>
      {(isBad || listed.mark !== null) && <span className={`dot ${isBad ? 'bad' : 'ok'}`} />}
    </button>
  );
}

function Way(props: { icon: IconName; label: string; keys?: string; onClick(): void }) {
  return (
    <button type="button" className="nav-i" onClick={props.onClick}>
      <Icon name={props.icon} />
      <span className="trunc">{props.label}</span>
      {props.keys && (
        <span className="n">
          <Kbd>{props.keys}</Kbd>
        </span>
      )}
    </button>
  );
}
