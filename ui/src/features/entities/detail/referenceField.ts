import type { FieldView } from '../../../ipc/client';

/** A picker needs a field; what is picked here is none of a record. */
export const referenceField = (
  title: string,
  referenceTo: string[],
  required: boolean,
): FieldView => ({
  name: '',
  title,
  kind: 'reference',
  referenceTo,
  choices: [],
  origin: 'described',
  array: false,
  required,
  editable: true,
  filterable: false,
  sortable: false,
  maxLength: null,
  summary: null,
});
