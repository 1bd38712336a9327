import type { ButtonHTMLAttributes, Ref } from 'react';
import { keysHere } from '../format/keys';
import { Icon, type IconName } from './Icon';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'default' | 'pri' | 'ghost' | 'bad' | 'bad-o';
  size?: 'default' | 'lg' | 'xsm';
  icon?: IconName;
  tail?: IconName;
  /** Icon only; then `aria-label` is needed. */
  square?: boolean;
  keys?: string;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({
  look = 'default',
  size = 'default',
  icon,
  tail,
  square,
  keys,
  className = '',
  children,
  ...rest
}: ButtonProps) {
  const classes = [
    'btn',
    look !== 'default' && look,
    size !== 'default' && size,
    square && 'sq',
    className,
  ];
  return (
    <button type="button" className={classes.filter(Boolean).join(' ')} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
      {keys && <Kbd>{keys}</Kbd>}
      {tail && <Icon name={tail} className="tail" />}
    </button>
  );
}

/** A key's name; not read aloud as part of the button it stands in. */
export function Kbd({ children }: { children: string }) {
  return (
    <kbd className="kbd" aria-hidden="true">
      {keysHere(children)}
    </kbd>
  );
}
