import { useId } from 'react';
import './choices.css';

interface ChoicesProps<T extends string> {
  label: string;
  value: T;
  options: { value: T; title: string; text: string; tag?: string }[];
  onChange(value: T): void;
  disabled?: boolean;
  /** Below each other, where they are many. */
  stacked?: boolean;
}

/** One of a few, each with a line about it. */
export function Choices<T extends string>({
  label,
  value,
  options,
  onChange,
  disabled,
  stacked = false,
}: ChoicesProps<T>) {
  const name = useId();
  return (
    // No fieldset: WebKit leaves room for its legend twice.
    <div
      className="field choices"
      role="group"
      aria-labelledby={`${name}-label`}
      aria-disabled={disabled}
    >
      <span className="lb" id={`${name}-label`}>
        {label}
      </span>
      <div className={stacked ? 'radio-cards stacked' : 'radio-cards'}>
        {options.map((option) => (
          <label key={option.value} className={option.value === value ? 'on' : ''}>
            <input
              type="radio"
              className="rb"
              name={name}
              checked={option.value === value}
              disabled={disabled}
              aria-labelledby={`${name}-${option.value}-title`}
              aria-describedby={`${name}-${option.value}`}
              onChange={() => onChange(option.value)}
            />
            <span id={`${name}-${option.value}-title`}>{option.title}</span>
            {option.tag && <span className="tag">{option.tag}</span>}
            <span className="d" id={`${name}-${option.value}`}>
              {option.text}
            </span>
          </label>
        ))}
      </div>
    </div>
  );
}
