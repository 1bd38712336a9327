import { Button } from '../../../components/Button';
import type { EntityTypeView, EntityView } from '../../../ipc/client';
import { messages } from '../../../messages';

const words = messages.detail;

interface HeadProps {
  type: EntityTypeView;
  entity: EntityView | undefined;
  /** Nothing where it is not known. */
  place: number | undefined;
  rows: number;
  isWide: boolean;
  /** It takes long to read. */
  isLate: boolean;
  onStep(by: 1 | -1): void;
  onWide(): void;
  onClose(): void;
}

/** Which record it is, where it stands in the list, and the ways on. */
export function Head({
  type,
  entity,
  place,
  rows,
  isWide,
  isLate,
  onStep,
  onWide,
  onClose,
}: HeadProps) {
  const wide = isWide ? words.beside : words.wide;
  return (
    <div className="dh">
      <div className="row">
        <span className="sm dim3 trunc of-type">{type.title}</span>
        {entity && <Tag entity={entity} />}
        {isLate && entity && (
          <span className="spin" role="status" aria-label={messages.common.loading} />
        )}
        <span className="push row row-4">
          <Button
            look="ghost"
            size="xsm"
            square
            icon="cl"
            aria-label={words.previous}
            title={messages.common.withKeys(words.previous, 'Alt ↑')}
            disabled={place === undefined || place <= 1}
            onClick={() => onStep(-1)}
          />
          <span className="sm dim3 nowrap">
            {place === undefined ? words.among(rows) : words.of(place, rows)}
          </span>
          <Button
            look="ghost"
            size="xsm"
            square
            icon="cr"
            aria-label={words.next}
            title={messages.common.withKeys(words.next, 'Alt ↓')}
            disabled={place === undefined || place >= rows}
            onClick={() => onStep(1)}
          />
          <Button
            look="ghost"
            size="xsm"
            square
            icon="wide"
            className={isWide ? 'on' : ''}
            aria-label={wide}
            title={messages.common.withKeys(wide, 'Ctrl Shift I')}
            onClick={onWide}
          />
          <Button
            look="ghost"
            size="xsm"
            square
            icon="x"
            aria-label={words.close}
            title={messages.common.withKeys(words.close, 'Ctrl I')}
            onClick={onClose}
          />
        </span>
      </div>
      <h2 className="t2 trunc" title={entity?.title}>
        {entity?.title || words.unnamed(type.title)}
      </h2>
    </div>
  );
}

export const editsOf = (entity: EntityView): number =>
  entity.values.filter((value) => value.edit).length;

function Tag({ entity }: { entity: EntityView }) {
  if (entity.mark === 'new') return <span className="tag ok">{words.isNew}</span>;
  if (entity.mark === 'deleted') return <span className="tag bad">{words.deleted}</span>;
  const edits = editsOf(entity);
  return edits > 0 ? <span className="tag warn">{words.unsent(edits)}</span> : null;
}
