import { useId, useState, type ReactNode, type Ref } from 'react';
import { Icon, type IconName } from './Icon';

interface TextFieldProps {
  id?: string;
  label: string;
  /** A word after the label, such as "optional". */
  note?: string;
  /** Left out for a secret, which then stands in the control alone and is read through `ref`. */
  value?: string;
  onChange(value: string): void;
  ref?: Ref<HTMLInputElement>;
  hint?: ReactNode;
  /** Why the form cannot go on; said quietly until the field was visited. */
  blocked?: string | undefined;
  error?: string | undefined;
  secret?: boolean;
  placeholder?: string;
  icon?: IconName;
  tail?: ReactNode;
  autoFocus?: boolean;
}

/** Label above, hint or error below. What is typed here is an address, a code or a secret: no corrections. */
export function TextField({
  id: given,
  label,
  note,
  value,
  onChange,
  ref,
  hint,
  blocked,
  error,
  secret = false,
  placeholder,
  icon,
  tail,
  autoFocus,
}: TextFieldProps) {
  const made = useId();
  const id = given ?? made;
  const [visited, setVisited] = useState(false);
  const wrong = error ?? (visited ? blocked : undefined);
  return (
    <div className="field">
      <label className="lb" htmlFor={id}>
        {label}
        {note && <span className="opt">{note}</span>}
      </label>
      <div className={`input lg${wrong ? ' err' : ''}`}>
        <input
          id={id}
          ref={ref}
          className="mono"
          type={secret ? 'password' : 'text'}
          value={value}
          placeholder={placeholder}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          autoFocus={autoFocus}
          data-autofocus={autoFocus || undefined}
          aria-invalid={wrong !== undefined}
          aria-describedby={`${id}-note`}
          onChange={(event) => onChange(event.target.value)}
          onBlur={() => setVisited(true)}
        />
        {tail}
        {icon && <Icon name={icon} size={14} />}
      </div>
      <span id={`${id}-note`} className={wrong ? 'errt' : 'hint'}>
        {wrong ? (
          <>
            <Icon name="err" size={14} />
            {wrong}
          </>
        ) : (
          <>
            {blocked && <>{blocked}. </>}
            {hint}
          </>
        )}
      </span>
    </div>
  );
}
