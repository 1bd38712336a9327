import { useId } from 'react';
import './segments.css';

interface SegmentsProps<T extends string> {
  /** Names the group; shown beside it by whoever places it. */
  labelledBy: string;
  value: T;
  options: { value: T; title: string }[];
  onChange(value: T): void;
}

/** One of three or fewer. */
export function Segments<T extends string>({
  labelledBy,
  value,
  options,
  onChange,
}: SegmentsProps<T>) {
  const name = useId();
  return (
    <div className="seg segments" role="radiogroup" aria-labelledby={labelledBy}>
      {options.map((option) => (
        <label key={option.value} className={option.value === value ? 'on' : ''}>
          <input
            type="radio"
            className="sr"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.title}
        </label>
      ))}
    </div>
  );
}
