import { Button } from '../../components/Button';
import { copyText } from '../../components/copy';

interface CopyableProps {
  /** No secret. */
  text: string;
  /** What the button does. */
  label: string;
  /** What is told once it did. */
  done: string;
}

/** A text to be carried elsewhere, with a button that copies it. */
export function Copyable({ text, label, done }: CopyableProps) {
  return (
    <span className="tok">
      <span className="grow">{text}</span>
      <Button
        look="ghost"
        size="xsm"
        square
        icon="copy"
        aria-label={label}
        onClick={() => copyText(text, done)}
      />
    </span>
  );
}
