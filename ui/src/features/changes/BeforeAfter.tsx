import { Icon } from '../../components/Icon';
import { showValue, isEmpty } from '../../format/values';
import type { FieldChangeView, FieldView } from '../../ipc/client';
import { messages } from '../../messages';

interface BeforeAfterProps {
  changes: FieldChangeView[];
  /** The fields of the entity type, for the form in which a value is written. */
  fields: FieldView[];
}

/** Each field's change: before struck, after bold, arrows in line. */
export function BeforeAfter({ changes, fields }: BeforeAfterProps) {
  const show = (change: FieldChangeView, value: unknown) => shown(fields, change, value);
  return (
    <div className="ba">
      {changes.map((change) => (
        <Row
          key={change.field}
          title={change.title}
          before={
            change.action !== null && isEmpty(change.before) ? null : show(change, change.before)
          }
          after={change.action ?? show(change, change.after)}
        />
      ))}
    </div>
  );
}

/** A value of a changed field, in words. */
export function shown(fields: FieldView[], change: FieldChangeView, value: unknown) {
  if (isEmpty(value)) return <i className="none">{messages.common.empty}</i>;
  const field = fields.find((one) => one.name === change.field);
  return field ? showValue(field, value) : String(value);
}

function Row({
  title,
  before,
  after,
}: {
  title: string;
  before: React.ReactNode;
  after: React.ReactNode;
}) {
  return (
    <>
      <span className="f">{title}</span>
      <del className="b4">{before}</del>
      <Icon name="ar" size={12} />
      <ins className="af">{after}</ins>
    </>
  );
}
