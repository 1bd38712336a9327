import { Button } from '../../../components/Button';
import { Empty } from '../../../components/State';
import { copyText } from '../../../errors/ErrorNotice';
import { messages } from '../../../messages';

interface LoadFailedProps {
  title: string;
  message: string;
  /** For support: no token, code or secret is in them. */
  details: string;
  onAgain(): void;
}

/** The rows could not be had: in whose words, and the way to try it once more. */
export function LoadFailed({ title, message, details, onAgain }: LoadFailedProps) {
  return (
    <Empty icon="err" title={title} text={message}>
      <div className="row">
        <Button look="pri" icon="refresh" onClick={onAgain}>
          {messages.common.tryAgain}
        </Button>
        <Button look="ghost" icon="copy" onClick={() => copyText(details)}>
          {messages.common.copyDetails}
        </Button>
      </div>
    </Empty>
  );
}
