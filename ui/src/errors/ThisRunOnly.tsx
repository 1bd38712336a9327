import { useMutation } from '@tanstack/react-query';
import { Button } from '../components/Button';
import { toastBad, toastDone } from '../components/toast';
import { commands } from '../ipc/client';
import { asUiError } from '../ipc/errors';
import { messages } from '../messages';

/** The way on without a keyring, which a person has to choose. */
export function ThisRunOnly({ onChosen }: { onChosen?: () => void }) {
  const words = messages.thisRunOnly;
  const keep = useMutation({
    mutationFn: () => commands.keepTokensForThisRun(),
    onSuccess: () => {
      toastDone(words.chosen);
      onChosen?.();
    },
    onError: (thrown) => toastBad(words.choose, asUiError(thrown).message),
  });
  return (
    <div className="col g6" style={{ marginTop: 8 }}>
      <div>
        <Button size="xsm" disabled={keep.isPending} onClick={() => keep.mutate()}>
          {words.choose}
        </Button>
      </div>
      <span className="sm dim3">{words.means}</span>
    </div>
  );
}
