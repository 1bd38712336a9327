import { Loading } from '../../components/State';
import type { SignInView } from '../../ipc/client';
import { messages } from '../../messages';
import { WithoutBrowser } from '../sign-in/Waiting';

/** The steps of a sign-in in place of the form that it was begun with. */
export function Trying({ signIn, onCancel }: { signIn: SignInView | undefined; onCancel(): void }) {
  if (!signIn) return <Loading label={messages.common.loading} />;
  return (
    <div className="scroll">
      <div className="page sign-in">
        <WithoutBrowser signIn={signIn} onGiveUp={onCancel} />
      </div>
    </div>
  );
}
