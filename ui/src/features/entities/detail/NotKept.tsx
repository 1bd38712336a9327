import { Icon } from '../../../components/Icon';
import { messages } from '../../../messages';

const words = messages.fields;

interface NotKeptProps {
  id: string;
  /** Why what was typed cannot be kept. */
  fault: string;
  /** What stood there before, and stands there again when it is taken back. */
  before: string;
  onBack(): void;
}

/** What was typed stays to be mended, with the way back. */
export function NotKept({ id, fault, before, onBack }: NotKeptProps) {
  return (
    <span id={id} className="col g4">
      <span className="errt" role="alert">
        <Icon name="err" size={14} />
        {fault}
      </span>
      <span className="sm dim3">
        {words.notKept}{' '}
        <button type="button" className="link" onClick={onBack}>
          {words.backTo(before)}
        </button>
      </span>
    </span>
  );
}
