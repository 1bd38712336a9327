import { Button } from '../../../components/Button';
import type { Reference } from '../../../format/values';
import type { ConnectionView, EntityTypeView, FieldView } from '../../../ipc/client';
import { useCatalogue } from '../../../ipc/queries';
import { messages } from '../../../messages';
import { ReferencePicker } from '../detail/ReferencePicker';

const words = messages.reading;

/** Chooses the record below which the rows of a nested collection stand. */
export function ParentPicker({
  connection,
  type,
  parent,
  onChange,
}: {
  connection: ConnectionView;
  type: EntityTypeView;
  parent: Reference | undefined;
  onChange(parent: Reference | undefined): void;
}) {
  const parentType = useCatalogue(connection.id).data?.entityTypes.find(
    (one) => one.name === type.parent,
  );
  const title = parentType?.title ?? '';
  return (
    <span className="row row-4">
      <label className="sm dim nowrap" htmlFor="parent-picker">
        {words.of(title)}
      </label>
      <ReferencePicker
        id="parent-picker"
        connectionId={connection.id}
        field={parentField(type, title)}
        value={parent ?? null}
        state=""
        editable
        describedBy=""
        onChange={(id, label) =>
          onChange(typeof id === 'string' ? { id, label: label ?? id } : undefined)
        }
      />
      {parent && (
        <Button
          look="ghost"
          size="xsm"
          square
          icon="x"
          aria-label={words.clearParent(title)}
          title={words.clearParent(title)}
          onClick={() => onChange(undefined)}
        />
      )}
    </span>
  );
}

/** The picker needs a field; the parent of a collection is none. */
const parentField = (type: EntityTypeView, title: string): FieldView => ({
  name: 'parent',
  title,
  kind: 'reference',
  referenceTo: type.parent === null ? [] : [type.parent],
  choices: [],
  origin: 'described',
  array: false,
  required: true,
  editable: true,
  filterable: false,
  sortable: false,
  maxLength: null,
  summary: null,
});
