import { Icon } from '../../../components/Icon';
import { isEmpty, showValue } from '../../../format/values';
import type { BulkPreviewView, EntityTypeView, FieldView } from '../../../ipc/client';
import { messages } from '../../../messages';

const words = messages.bulk;

interface PreviewProps {
  field: FieldView;
  type: EntityTypeView;
  preview: BulkPreviewView;
}

/** What would come of it, on the first few records. */
export function Preview({ field, type, preview }: PreviewProps) {
  const { changed, unchanged, faulty, reasons, samples } = preview;
  const shown = (value: unknown) =>
    isEmpty(value) ? <i className="none">{messages.common.empty}</i> : showValue(field, value);
  return (
    <div className="col g8">
      <p className="dim" role="status">
        {messages.common.sentences(
          words.changed(changed, changed === 1 ? type.title : type.plural),
          unchanged > 0 ? words.unchanged(unchanged) : undefined,
          reasons.length > 0 ? words.left(reasons) : undefined,
        )}
      </p>
      {faulty > 0 && (
        <div className="note warn">
          <Icon name="alert" />
          <div>{words.faulty(faulty)}</div>
        </div>
      )}
      {samples.length > 0 && (
        <ul className="box bulk-samples" aria-label={words.samples}>
          {samples.map((one) => (
            <li key={one.id}>
              <span className="trunc" title={one.title}>
                {one.title}
              </span>
              <del className="b4">{shown(one.before)}</del>
              <Icon name="ar" size={12} />
              <ins className="af">{shown(one.after)}</ins>
              {one.problem && (
                <span className="errt">
                  <Icon name="err" size={14} />
                  {one.problem}
                </span>
              )}
            </li>
          ))}
          {changed > samples.length && (
            <li className="dim3">{words.more(changed - samples.length)}</li>
          )}
        </ul>
      )}
    </div>
  );
}
