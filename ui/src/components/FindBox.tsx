import type { ComponentProps } from 'react';
import { Icon } from './Icon';

interface FindBoxProps extends Omit<ComponentProps<'input'>, 'type' | 'value' | 'onChange'> {
  /** What it finds; also shown while it is empty. */
  label: string;
  text: string;
  onText(text: string): void;
  /** Of the box around it. */
  className?: string;
}

/** Where a list is narrowed by what is typed. */
export const FindBox = ({ label, text, onText, className = '', ...input }: FindBoxProps) => (
  <label className={`input ${className}`.trim()}>
    <Icon name="search" size={14} />
    <input
      {...input}
      type="search"
      value={text}
      placeholder={label}
      aria-label={label}
      onChange={(event) => onText(event.target.value)}
    />
  </label>
);
