import { Button } from '../components/Button';
import { messages } from '../messages';
import { useNavigator } from './useNavigator';

/** Brings the navigator back where it is folded. */
export function NavigatorButton() {
  const { open, toggle } = useNavigator();
  if (open) return null;
  const name = messages.rail.showNavigator;
  return (
    <Button look="ghost" icon="panel" square aria-label={name} title={name} onClick={toggle} />
  );
}
