interface SelectBoxProps<T extends string> {
  label: string;
  value: T;
  options: { value: T; title: string }[];
  isFirst?: boolean;
  onChange(value: T): void;
}

/** One of several in a row of controls, where no label stands above it. */
export function SelectBox<T extends string>(props: SelectBoxProps<T>) {
  const { label, value, options, isFirst, onChange } = props;
  return (
    <span className="input">
      <select
        aria-label={label}
        data-autofocus={isFirst || undefined}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ))}
      </select>
    </span>
  );
}
