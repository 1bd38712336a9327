import { notifications } from '@mantine/notifications';
import { messages } from '../messages';
import { Button } from './Button';
import type { IconName } from './Icon';

/** One event and what can be done about it, as long as the toast stands. */
export function toastOffer(
  message: string,
  label: string,
  run: () => void,
  icon: IconName = 'undo',
): void {
  const id = crypto.randomUUID();
  const taken = () => {
    notifications.hide(id);
    run();
  };
  notifications.show({
    id,
    message: (
      <span className="row">
        <span className="grow">{message}</span>
        <Button size="xsm" icon={icon} onClick={taken}>
          {label}
        </Button>
      </span>
    ),
    autoClose: 10_000,
    className: 'ok',
    role: 'status',
    closeButtonProps: { 'aria-label': messages.common.close },
  });
}
