import { useId } from 'react';
import './segments.css';

export interface Segment<T extends string> {
  value: T;
  title: string;
  disabled?: boolean;
}

/** The group is named by what stands beside it, or else by words of its own. */
type Named = { labelledBy: string } | { label: string };

type SegmentsProps<T extends string> = Named & {
  value: T;
  options: Segment<T>[];
  onChange(value: T): void;
};

/** One of three or fewer. */
export function Segments<T extends string>({
  value,
  options,
  onChange,
  ...named
}: SegmentsProps<T>) {
  const name = useId();
  return (
    <div
      className="seg segments"
      role="radiogroup"
      aria-labelledby={'labelledBy' in named ? named.labelledBy : undefined}
      aria-label={'label' in named ? named.label : undefined}
    >
      {options.map((option) => (
        <label key={option.value} className={option.value === value ? 'on' : ''}>
          <input
            type="radio"
            className="sr"
            name={name}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
          />
          {option.title}
        </label>
      ))}
    </div>
  );
}
