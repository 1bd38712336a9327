import { useId, type ReactNode } from 'react';
import './tick.css';

interface TickProps {
  checked: boolean;
  onChange(checked: boolean): void;
  label: string;
  /** Its technical name, on the right. */
  code?: string;
  /** What comes of it, as it is ticked now. */
  text: ReactNode;
}

/** A check box with a line about what comes of it. */
export function Tick({ checked, onChange, label, code, text }: TickProps) {
  const id = useId();
  return (
    <label className="opt-row">
      <input
        type="checkbox"
        className="tick"
        checked={checked}
        aria-labelledby={`${id}-label`}
        aria-describedby={id}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span id={`${id}-label`}>{label}</span>
      {code ? (
        <span className="mono dim3" aria-hidden="true">
          {code}
        </span>
      ) : (
        <span />
      )}
      <span className="d" id={id}>
        {text}
      </span>
    </label>
  );
}
