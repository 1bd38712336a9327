import { useId, type ClipboardEvent, type Ref } from 'react';

interface SecretTextProps {
  label: string;
  hint: string;
  ref: Ref<HTMLTextAreaElement>;
  /** Takes a paste over, so that its text does not come into the window. */
  onPaste?(): void;
  /** Whether something stands in it. */
  onFilled(isFilled: boolean): void;
}

/** Several lines that are no one's to read: shown as dots, held by the control alone. */
export function SecretText({ label, hint, ref, onPaste, onFilled }: SecretTextProps) {
  const id = useId();
  const take = (event: ClipboardEvent) => {
    if (!onPaste) return;
    event.preventDefault();
    onPaste();
  };
  return (
    <div className="field">
      <label className="lb" htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        ref={ref}
        className="input mono secret-text"
        rows={4}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        data-autofocus
        aria-describedby={`${id}-hint`}
        onPaste={take}
        onChange={(event) => onFilled(event.target.value.trim() !== '')}
      />
      <span className="hint" id={`${id}-hint`}>
        {hint}
      </span>
    </div>
  );
}
