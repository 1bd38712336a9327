import { useId } from 'react';
import { Switch } from './Switch';

interface SwitchRowProps {
  checked: boolean;
  label: string;
  /** What comes of it, as it stands now. */
  text: string;
  onChange(checked: boolean): void;
}

/** On or off, with a line about what comes of it. */
export function SwitchRow({ checked, label, text, onChange }: SwitchRowProps) {
  const id = useId();
  return (
    <div className="switch-row">
      <Switch
        id={id}
        checked={checked}
        aria-describedby={`${id}-text`}
        aria-label={label}
        onChange={onChange}
      />
      <label htmlFor={id}>{label}</label>
      <span className="d" id={`${id}-text`}>
        {text}
      </span>
    </div>
  );
}
