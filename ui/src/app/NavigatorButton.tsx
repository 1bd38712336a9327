import { useEffect, useRef } from 'react';
import { Button } from '../components/Button';
import { messages } from '../messages';
import { useNavigator } from './useNavigator';

/** Brings the navigator back where it is folded. */
export function NavigatorButton() {
  const { open, toggle } = useNavigator();
  const button = useRef<HTMLButtonElement>(null);
  const was = useRef(open);
  // Whatever had the keyboard went away with it: each hands over to the other.
  useEffect(() => {
    if (was.current === open) return;
    was.current = open;
    if (document.activeElement !== document.body) return;
    if (open) document.querySelector<HTMLElement>('#navigator :is(input, button)')?.focus();
    else button.current?.focus();
  }, [open]);
  if (open) return null;
  const name = messages.rail.showNavigator;
  return (
    <Button
      ref={button}
      look="ghost"
      icon="panel"
      square
      aria-label={name}
      title={name}
      onClick={toggle}
    />
  );
}
