import { Button } from '../../../../components/Button';
import type { IconName } from '../../../../components/Icon';
import { messages } from '../../../../messages';

const words = messages.fields;

interface RowToolsProps {
  /** What the row is called. */
  what: string;
  isFirst: boolean;
  isLast: boolean;
  onMove(by: 1 | -1): void;
  onRemove(): void;
}

/** Moves a row up and down, and removes it. */
export function RowTools({ what, isFirst, isLast, onMove, onRemove }: RowToolsProps) {
  const tool = (icon: IconName, does: string, label: string, onClick: () => void, off = false) => (
    <Button
      look="ghost"
      size="xsm"
      square
      icon={icon}
      data-does={does}
      aria-label={label}
      disabled={off}
      onClick={onClick}
    />
  );
  return (
    <span className="row nest-tools">
      {tool('cu', 'up', words.moveUp(what), () => onMove(-1), isFirst)}
      {tool('cd', 'down', words.moveDown(what), () => onMove(1), isLast)}
      {tool('x', 'remove', words.remove(what), onRemove)}
    </span>
  );
}
