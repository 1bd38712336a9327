import { useId, useState, type ReactNode } from 'react';
import type { Read } from './condition';

interface TypedValueProps {
  label: string;
  /** What stands there at first. */
  shown: string;
  hint?: string | undefined;
  placeholder?: string | undefined;
  width?: number | undefined;
  isNumber?: boolean;
  first?: boolean;
  /** Its problem is told also while it is typed. */
  tried: boolean;
  after?: ReactNode;
  read(typed: string): Read;
  /** Nothing while it cannot be read. */
  onValue(value: unknown): void;
}

/** A value as a person types it. */
export function TypedValue(props: TypedValueProps) {
  const { label, shown, hint, placeholder, width, isNumber, first, tried, after, read, onValue } =
    props;
  const id = useId();
  const [text, setText] = useState(shown);
  const [left, setLeft] = useState(false);
  // A value that came from elsewhere, such as the calendar, stands in place of what was typed.
  const [held, setHeld] = useState(shown);
  if (held !== shown) {
    setHeld(shown);
    if (shown !== '' && JSON.stringify(read(text)) !== JSON.stringify(read(shown))) setText(shown);
  }
  const answer = read(text);
  const problem = (left || tried) && 'problem' in answer ? answer.problem : undefined;
  const note = problem ?? hint;
  return (
    <div className="field grow" style={width ? { flex: `0 0 ${width}px` } : undefined}>
      <span className={`input${problem ? ' err' : ''}`}>
        <input
          className={isNumber ? 'num' : undefined}
          data-autofocus={first || undefined}
          aria-label={label}
          aria-invalid={problem !== undefined}
          aria-describedby={note && `${id}-note`}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setLeft(false);
            const now = read(event.target.value);
            onValue('value' in now ? now.value : undefined);
          }}
          onBlur={() => setLeft(true)}
        />
        {after}
      </span>
      {note && (
        <span className={problem ? 'errt' : 'hint'} id={`${id}-note`}>
          {note}
        </span>
      )}
    </div>
  );
}
