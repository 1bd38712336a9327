import type { FieldView } from '../../../ipc/client';
import { PLAIN_FIELD } from '../../../ipc/plainField';

/** A picker needs a field; what is picked here is none of a record. */
export const referenceField = (
  title: string,
  referenceTo: string[],
  required: boolean,
): FieldView => ({
  ...PLAIN_FIELD,
  name: '',
  title,
  kind: 'reference',
  referenceTo,
  required,
});
