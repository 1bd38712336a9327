import { Button } from '../../../components/Button';
import type { Reference } from '../../../format/values';
import type { ConnectionView, EntityTypeView } from '../../../ipc/client';
import { useCatalogue } from '../../../ipc/queries';
import { messages } from '../../../messages';
import { ReferencePicker } from '../detail/ReferencePicker';
import { referenceField } from '../detail/referenceField';

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
        field={referenceField(title, type.parent === null ? [] : [type.parent], true)}
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
