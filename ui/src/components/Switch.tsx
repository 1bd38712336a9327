import { useId } from 'react';

interface SwitchProps {
  checked: boolean;
  label: string;
  /** What comes of it, as it stands now. */
  text: string;
  onChange(checked: boolean): void;
}

/** On or off, with a line about what comes of it. */
export function Switch({ checked, label, text, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className="switch-row">
      <button
        type="button"
        id={id}
        role="switch"
        aria-checked={checked}
        aria-describedby={`${id}-text`}
        aria-label={label}
        className={`sw${checked ? ' on' : ''}`}
        onClick={() => onChange(!checked)}
      />
      <label htmlFor={id}>{label}</label>
      <span className="d" id={`${id}-text`}>
        {text}
      </span>
    </div>
  );
}
