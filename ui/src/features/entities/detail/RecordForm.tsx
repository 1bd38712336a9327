import { useEffect, useRef } from 'react';
import { Icon } from '../../../components/Icon';
import { isReference, isTypeable } from '../../../format/values';
import type {
  ConnectionView,
  EntityTypeView,
  EntityView,
  FieldEditRequest,
  FieldValueView,
  FieldView,
} from '../../../ipc/client';
import { messages } from '../../../messages';
import { openLink } from '../openLink';
import { openRecord } from '../openRecord';
import { FieldRow } from './FieldRow';
import { focusField } from './focusField';
import { isNested } from './nested/shape';
import { PlaceContext } from './nested/useUnread';
import { isVisible } from './nested/visible';
import { paired } from './paired';
import { Rules } from './Rules';

interface RecordFormProps {
  connection: ConnectionView;
  type: EntityTypeView;
  entity: EntityView;
  /** The field that the keyboard goes to. */
  asked?: string | undefined;
  onAnswered?(): void;
  onEdit(edits: FieldEditRequest[]): void;
  onRevert(field: string): void;
}

/** A form made from the field types: required and listed fields first, then the others, then those of the company. */
export function RecordForm({
  connection,
  type,
  entity,
  asked,
  onAnswered,
  onEdit,
  onRevert,
}: RecordFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const isNew = entity.mark === 'new';
  const editable =
    connection.mayWrite && entity.mark !== 'deleted' && (isNew ? type.mayCreate : type.mayUpdate);
  const heldOf = (field: FieldView) => entity.values.find((value) => value.field === field.name);
  useEffect(() => {
    if (asked === undefined || !form.current) return;
    focusField(form.current, asked);
    onAnswered?.();
  }, [asked, onAnswered]);
  const fields = inOrder(type, isNew).filter(
    (field) =>
      hasWords(heldOf(field)) || isVisible(field, type.fields, (one) => rawOf(one, heldOf(one))),
  );
  const openerOf = (field: FieldView, value: unknown) => {
    const [entityType, other] = field.referenceTo;
    return entityType !== undefined && other === undefined && isReference(value)
      ? () => openRecord({ connectionId: connection.id, entityType, id: value.id })
      : undefined;
  };
  const row = (field: FieldView) => {
    const isFixed = field.createOnly && !isNew;
    const place = placeOf(connection.id, type.name, entity.id, field.name);
    return (
      // Another record has other inputs; the form itself stays, and stays where it was scrolled to.
      <PlaceContext key={place} value={place}>
        <FieldRow
          connection={connection}
          field={field}
          held={heldOf(field)}
          editable={editable && isTypeable(field) && !isFixed}
          note={noteOf(connection, field, isFixed, isNew)}
          isNew={isNew}
          rules={type.rules.filter((rule) => rule.field === field.name)}
          onChange={(value) => onEdit([{ id: entity.id, field: field.name, value }])}
          onRevert={() => onRevert(field.name)}
          onOpenRecord={openerOf(field, heldOf(field)?.value)}
          onOpenLink={() =>
            openLink({
              connectionId: connection.id,
              entityType: type.name,
              id: entity.id,
              field: field.name,
            })
          }
        />
      </PlaceContext>
    );
  };
  const shown = fields.filter((field) => field.origin !== 'custom');
  const custom = fields.filter((field) => field.origin === 'custom');
  return (
    <form ref={form} className="form scroll" onSubmit={(event) => event.preventDefault()}>
      {entity.said.length > 0 && (
        <div className="note bad w2" role="alert">
          <Icon name="err" />
          <div className="col g4">
            <b>{messages.fields.saidOfRecord(connection.serviceTitle)}</b>
            {entity.said.map((words) => (
              <span key={words}>“{words}”</span>
            ))}
          </div>
        </div>
      )}
      {paired(shown).map(row)}
      {custom.length > 0 && <h4>{messages.detail.customFields}</h4>}
      {paired(custom).map(row)}
      <Rules
        connection={connection}
        rules={type.rules.filter((rule) => !fields.some((field) => field.name === rule.field))}
      />
    </form>
  );
}

const placeOf = (...parts: string[]): string => parts.join('/');

/** Something to be told keeps a field in sight that would be hidden. */
const hasWords = (held: FieldValueView | undefined): boolean =>
  held !== undefined && (held.said.length > 0 || Boolean(held.edit?.problem));

const rawOf = (field: FieldView, held: FieldValueView | undefined): unknown =>
  isNested(field) ? (held?.whole ?? held?.value) : held?.value;

function noteOf(
  connection: ConnectionView,
  field: FieldView,
  isFixed: boolean,
  isNew: boolean,
): string | undefined {
  if (isFixed) return messages.fields.whenCreated;
  return !isNew && !field.editable && field.origin === 'described'
    ? messages.detail.workedOut(connection.serviceTitle)
    : undefined;
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
