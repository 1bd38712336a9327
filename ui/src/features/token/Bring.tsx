import { Button } from '../../components/Button';
import { Empty } from '../../components/State';
import { messages } from '../../messages';

const words = messages.token;

interface BringProps {
  title: string;
  text: string;
  onPaste(): void;
  onFile(): void;
  onType(): void;
}

/** Where no token is shown: the ways to bring one. */
export function Bring({ title, text, onPaste, onFile, onType }: BringProps) {
  return (
    <Empty icon="key" title={title} text={text}>
      <div className="row bring">
        <Button size="lg" look="pri" icon="import" keys={words.pasteKeys} onClick={onPaste}>
          {words.paste}
        </Button>
        <Button size="lg" icon="file" onClick={onFile}>
          {words.openFile}
        </Button>
        <Button size="lg" icon="edit" onClick={onType}>
          {words.type}
        </Button>
      </div>
      <p className="sm dim3">{words.drop}</p>
    </Empty>
  );
}
