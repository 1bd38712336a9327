import { useId, type ReactNode } from 'react';

interface SelectFieldProps<T extends string> {
  label: string;
  value: T;
  options: { value: T; title: string }[];
  hint?: ReactNode;
  onChange(value: T): void;
}

/** One of many, with the label above. */
export function SelectField<T extends string>({
  label,
  value,
  options,
  hint,
  onChange,
}: SelectFieldProps<T>) {
  const id = useId();
  return (
    <div className="field">
      <label className="lb" htmlFor={id}>
        {label}
      </label>
      <span className="input lg">
        <select
          id={id}
          value={value}
          aria-describedby={hint ? `${id}-note` : undefined}
          onChange={(event) => onChange(event.target.value as T)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.title}
            </option>
          ))}
        </select>
      </span>
      {hint && (
        <span className="hint" id={`${id}-note`}>
          {hint}
        </span>
      )}
    </div>
  );
}
