// A step over many rows while the core makes it: how far it is, and the way to stop it.

import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { Button } from '../../../components/Button';
import { toastDone } from '../../../components/toast';
import { toastError } from '../../../errors/ErrorNotice';
import { asUiError } from '../../../ipc/errors';
import { commands } from '../../../ipc/client';
import { messages } from '../../../messages';

const words = messages.stepUnderWay;
/** In milliseconds; what is quicker needs no word. */
const LATE = 400;
const ASK_MS = 200;

/** Answers what `work` answers; nothing where a person stopped it. Whatever else went wrong is thrown. */
export async function toldStep<T>(
  connectionId: string,
  work: Promise<T>,
  message: string,
): Promise<T | undefined> {
  const id = crypto.randomUUID();
  const timer = setTimeout(
    () =>
      notifications.show({
        id,
        message: <UnderWay connectionId={connectionId} message={message} />,
        loading: true,
        autoClose: false,
        withCloseButton: false,
      }),
    LATE,
  );
  try {
    return await work;
  } catch (thrown) {
    if (asUiError(thrown).code !== 'cancelled') throw thrown;
    toastDone(words.stopped);
    return undefined;
  } finally {
    clearTimeout(timer);
    notifications.hide(id);
  }
}

function UnderWay({ connectionId, message }: { connectionId: string; message: string }) {
  const { data: now } = useQuery({
    queryKey: ['step-under-way', connectionId],
    queryFn: () => commands.stepUnderWay(connectionId),
    refetchInterval: ASK_MS,
    gcTime: 0,
  });
  const share = now && now.total > 0 ? (100 * now.done) / now.total : 0;
  return (
    <div className="col g6">
      <div className="row">
        <span className="grow">{message}</span>
        <Button
          size="xsm"
          disabled={!now}
          onClick={() => {
            if (now) commands.stopStep(connectionId, now.step).catch(toastError);
          }}
        >
          {words.stop}
        </Button>
      </div>
      {now && (
        <>
          <div
            className="prog"
            role="progressbar"
            aria-label={message}
            aria-valuemin={0}
            aria-valuenow={now.done}
            aria-valuemax={now.total}
          >
            <i style={{ width: `${share}%` }} />
          </div>
          <span className="sm dim3">{words.doneOf(now.done, now.total)}</span>
        </>
      )}
    </div>
  );
}
