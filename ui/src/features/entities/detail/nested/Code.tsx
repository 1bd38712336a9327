import type { FieldInputProps } from '../FieldInput';
import { useTypedText } from './useTypedText';

/** Text with a fixed pitch, kept when it is left. */
export function Code({
  id,
  field,
  value,
  state,
  describedBy,
  placeholder,
  onChange,
}: FieldInputProps) {
  const shown = typeof value === 'string' ? value : '';
  const { text, setText, handOver } = useTypedText(shown, (typed) =>
    onChange(typed === '' ? null : typed),
  );
  return (
    <span className={`input area ${state}`}>
      <textarea
        id={id}
        className="mono code"
        rows={Math.min(16, text.split('\n').length + 1)}
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        maxLength={field.maxLength ?? undefined}
        placeholder={placeholder}
        aria-describedby={describedBy}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={handOver}
      />
    </span>
  );
}
