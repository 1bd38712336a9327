import type { ButtonHTMLAttributes } from 'react';

interface SwitchProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'onChange'> {
  checked: boolean;
  onChange(checked: boolean): void;
}

/** On or off; named by `aria-label`, `aria-labelledby` or a label for its `id`. */
export function Switch({ checked, onChange, ...rest }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      className={`sw${checked ? ' on' : ''}`}
      onClick={() => onChange(!checked)}
      {...rest}
    />
  );
}
