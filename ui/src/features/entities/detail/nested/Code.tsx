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
  const { text, type, handOver } = useTypedText({
    shown,
    keep: (typed) => {
      onChange(typed === '' ? null : typed);
      return true;
    },
  });
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
        onChange={(event) => type(event.target.value)}
        onBlur={handOver}
      />
    </span>
  );
}
