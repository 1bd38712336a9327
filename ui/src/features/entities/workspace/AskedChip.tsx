import { Button } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import { toastError } from '../../../errors/ErrorNotice';
import { commands, type ConnectionView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { useAnswer, type Asked } from '../queries';

const words = messages.ask;

/** What the service was asked, how far its answer is, and the way back to all rows. */
export function AskedChip({
  connection,
  asked,
  onClear,
}: {
  connection: ConnectionView;
  asked: Asked;
  onClear(): void;
}) {
  const answer = useAnswer(asked.answerId);
  const arriving = !answer || answer.state === 'arriving';
  const stop = () => void commands.cancelAnswer(asked.answerId).catch(toastError);
  return (
    <span className="chip" data-testid="asked" title={asked.words} style={{ minWidth: 0 }}>
      <span className="k hide-n">{words.chip(connection.serviceTitle)}</span>
      <span className="trunc" style={{ maxWidth: 260 }}>
        {asked.words}
      </span>
      {arriving && <span className="spin" />}
      <span className="dim3" role="status">
        {arriving ? words.arriving(answer?.rows ?? 0) : words.rows(answer.rows)}
        {answer?.state === 'stopped' && `, ${words.stopped}`}
      </span>
      {answer?.state === 'failed' && (
        <span className="row row-4 c-warn nowrap">
          <Icon name="alert" size={14} />
          {words.brokeOff}
        </span>
      )}
      {arriving && (
        <Button look="ghost" size="xsm" onClick={stop}>
          {words.stop}
        </Button>
      )}
      <Button
        look="ghost"
        size="xsm"
        square
        icon="x"
        aria-label={words.clear}
        title={words.clear}
        onClick={() => {
          stop();
          onClear();
        }}
      />
    </span>
  );
}
