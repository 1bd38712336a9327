// The records that the fields of a record name, and the way to them.

import { skipToken, useQuery } from '@tanstack/react-query';
import { toastError } from '../../errors/ErrorNotice';
import { isReference } from '../../format/values';
import { commands, type EntityTypeView, type EntityView, type FieldView } from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { openRecord } from './openRecord';

export interface NamedRecord {
  field: FieldView;
  id: string;
  label: string;
}

const namesOne = (field: FieldView): boolean => field.referenceTo.length > 0 && !field.array;

function namedIn(type: EntityTypeView, entity: EntityView, columns: string[]): NamedRecord[] {
  const shown = type.fields.filter((field) => namesOne(field) && columns.includes(field.name));
  return shown.flatMap((field) => {
    const value = entity.values.find((one) => one.field === field.name)?.value;
    return isReference(value) && value.id !== ''
      ? [{ field, id: value.id, label: value.label }]
      : [];
  });
}

/** What the shown columns of a record name. Nothing while it is not read. */
export function useNamed(
  connectionId: string,
  type: EntityTypeView,
  id: string | undefined,
  columns: string[],
): NamedRecord[] {
  const entityType = type.name;
  const { data } = useQuery({
    queryKey: [...keys.entity(connectionId, entityType), id ?? ''],
    queryFn: id === undefined ? skipToken : () => commands.entity({ connectionId, entityType, id }),
  });
  return data && data.id === id ? namedIn(type, data, columns) : [];
}

/** The same of a record that need not be in focus. Nothing where it cannot be read. */
export const readNamed = (
  connectionId: string,
  type: EntityTypeView,
  id: string,
  columns: string[],
): Promise<NamedRecord[]> =>
  commands.entity({ connectionId, entityType: type.name, id }).then(
    (entity) => namedIn(type, entity, columns),
    () => [],
  );

/** A field may name records of several entity types: then it is looked up which one this is. */
async function go(connectionId: string, { field, id }: NamedRecord): Promise<void> {
  const entityTypes = field.referenceTo;
  const found =
    entityTypes.length > 1
      ? await commands.referenceLabels({ connectionId, entityTypes, ids: [id] })
      : [];
  const entityType = found[0]?.entityType ?? entityTypes[0];
  if (entityType !== undefined) openRecord({ connectionId, entityType, id });
}

export const openNamed = (connectionId: string, named: NamedRecord): void =>
  void go(connectionId, named).catch(toastError);

/** Opens what a cell names. False where it cannot name anything. */
export function openCell(
  connectionId: string,
  type: EntityTypeView,
  id: string,
  fieldName: string,
): boolean {
  const field = type.fields.find(({ name }) => name === fieldName);
  if (!field || !namesOne(field)) return false;
  commands
    .entity({ connectionId, entityType: type.name, id })
    .then((entity) => namedIn(type, entity, [fieldName])[0])
    .then((named) => named && go(connectionId, named))
    .catch(toastError);
  return true;
}
