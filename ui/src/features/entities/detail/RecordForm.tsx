import type { ReactNode } from 'react';
import { isTypeable } from '../../../format/values';
import type {
  ConnectionView,
  EntityTypeView,
  EntityView,
  FieldEditRequest,
  FieldView,
} from '../../../ipc/client';
import { messages } from '../../../messages';
import { openLink } from '../openLink';
import { FieldRow } from './FieldRow';

interface RecordFormProps {
  connection: ConnectionView;
  type: EntityTypeView;
  entity: EntityView;
  onEdit(edits: FieldEditRequest[]): void;
  onRevert(field: string): void;
  /** What stands below the fields. */
  children?: ReactNode;
}

/** A form made from the field types: required and listed fields first, then the others, then those of the company. */
export function RecordForm({
  connection,
  type,
  entity,
  onEdit,
  onRevert,
  children,
}: RecordFormProps) {
  const editable =
    connection.mayWrite &&
    entity.mark !== 'deleted' &&
    (entity.mark === 'new' ? type.mayCreate : type.mayUpdate);
  const row = (field: FieldView) => {
    const held = entity.values.find((value) => value.field === field.name);
    return (
      <FieldRow
        key={field.name}
        connection={connection}
        field={field}
        value={held?.value ?? null}
        edit={held?.edit ?? null}
        editable={editable && isTypeable(field)}
        onChange={(value) => onEdit([{ id: entity.id, field: field.name, value }])}
        onRevert={() => onRevert(field.name)}
        onOpenLink={() =>
          openLink({
            connectionId: connection.id,
            entityType: type.name,
            id: entity.id,
            field: field.name,
          })
        }
      />
    );
  };
  const fields = inOrder(type, entity.mark === 'new');
  const custom = fields.filter((field) => field.origin === 'custom');
  return (
    <form className="form scroll" onSubmit={(event) => event.preventDefault()}>
      {fields.filter((field) => field.origin !== 'custom').map(row)}
      {custom.length > 0 && <h4>{messages.detail.customFields}</h4>}
      {custom.map(row)}
      {children}
    </form>
  );
}

function inOrder(type: EntityTypeView, isNew: boolean): FieldView[] {
  const rank = (field: FieldView) => {
    if (isNew && field.required) return 0;
    const listed = type.listColumns.indexOf(field.name);
    if (listed >= 0 && isTypeable(field)) return 1 + listed / 100;
    return isTypeable(field) ? 2 : 3;
  };
  const shown = isNew ? type.fields.filter(isTypeable) : type.fields;
  return [...shown].sort((one, other) => rank(one) - rank(other));
}
