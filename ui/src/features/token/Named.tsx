import type { ComponentProps } from 'react';
import { Button } from '../../components/Button';

interface NamedProps extends Omit<ComponentProps<typeof Button>, 'children'> {
  label: string;
}

/** A button of the top bar: where there is little room, its sign alone, with the same name. */
export function Named({ label, ...rest }: NamedProps) {
  return (
    <Button aria-label={label} title={label} {...rest}>
      <span className="hide-n">{label}</span>
    </Button>
  );
}
