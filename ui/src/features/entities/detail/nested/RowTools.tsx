import { Button } from '../../../../components/Button';
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
  const shared = { look: 'ghost', size: 'xsm', square: true } as const;
  return (
    <span className="row nest-tools">
      <Button
        {...shared}
        icon="cu"
        data-does="up"
        aria-label={words.moveUp(what)}
        disabled={isFirst}
        onClick={() => onMove(-1)}
      />
      <Button
        {...shared}
        icon="cd"
        data-does="down"
        aria-label={words.moveDown(what)}
        disabled={isLast}
        onClick={() => onMove(1)}
      />
      <Button
        {...shared}
        icon="x"
        data-does="remove"
        aria-label={words.remove(what)}
        onClick={onRemove}
      />
    </span>
  );
}
