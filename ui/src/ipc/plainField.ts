import type { FieldView } from './bindings';

/** A field of which nothing is said but what it is called. */
export const PLAIN_FIELD: Omit<FieldView, 'name' | 'title' | 'kind'> = {
  referenceTo: [],
  choices: [],
  array: false,
  required: false,
  editable: true,
  filterable: false,
  sortable: false,
  maxLength: null,
  summary: null,
  origin: 'described',
  parts: [],
  createOnly: false,
  default: null,
  minimum: null,
  maximum: null,
  visibleWhen: null,
  widget: null,
};
