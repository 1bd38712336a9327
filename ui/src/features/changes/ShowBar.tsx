import { count as written } from '../../format/numbers';

interface ShowBarProps<T extends string> {
  label: string;
  value: T;
  options: { value: T; title: string; count: number }[];
  onChange(value: T): void;
}

/** Which of many rows are shown, with how many there are of each kind. */
export function ShowBar<T extends string>({ label, value, options, onChange }: ShowBarProps<T>) {
  return (
    <div className="show-bar" role="group" aria-label={label}>
      {options
        .filter((option, at) => at === 0 || option.count > 0 || option.value === value)
        .map((option) => (
          <button
            key={option.value}
            type="button"
            aria-pressed={option.value === value}
            className={option.value === value ? 'on' : ''}
            onClick={() => onChange(option.value)}
          >
            {option.title} <span className="n">{written(option.count)}</span>
          </button>
        ))}
    </div>
  );
}
