// Which editor a field of the catalogue gets. Nothing is asked but what the field says of itself.

import type { FieldView } from '../../../../ipc/client';

export type Editor =
  'plain' | 'code' | 'references' | 'lines' | 'checks' | 'group' | 'list' | 'expression' | 'json';

export function editorOf(field: FieldView): Editor {
  if (field.widget === 'expression') return 'expression';
  if (field.array) return listEditorOf(field);
  if (field.kind === 'object') return field.parts.length > 0 ? 'group' : 'json';
  return field.widget === 'code' ? 'code' : 'plain';
}

function listEditorOf(field: FieldView): Editor {
  switch (field.kind) {
    case 'reference':
      return 'references';
    case 'enum':
      return field.choices.length > 0 ? 'checks' : 'lines';
    case 'text':
    case 'longText':
      return 'lines';
    case 'object':
      return field.parts.length > 0 ? 'list' : 'json';
    default:
      return 'json';
  }
}

/** A list or a nested part: its value is edited as a whole, in the form. */
export const isNested = (field: FieldView): boolean => field.array || field.kind === 'object';

const GROUPED: Editor[] = ['references', 'checks', 'group', 'list', 'expression'];

/** Made of several controls, so that a legend names them all. */
export const isGrouped = (field: FieldView): boolean => GROUPED.includes(editorOf(field));

export type Members = Record<string, unknown>;

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the value has the form that the field's editor can keep; else it is shown as JSON, as it is. */
export function fits(field: FieldView, value: unknown): boolean {
  if (value === null || value === undefined) return true;
  switch (editorOf(field)) {
    case 'plain':
      return typeof value !== 'object' || ('id' in value && 'label' in value);
    case 'code':
      return typeof value === 'string';
    case 'references':
    case 'checks':
      return Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null);
    case 'lines':
      return (
        Array.isArray(value) && value.every((one) => typeof one === 'string' && !/[\n\r]/.test(one))
      );
    case 'group':
      return isMembers(value);
    case 'list':
      return Array.isArray(value) && value.every(isMembers);
    case 'expression':
      return isExpression(value);
    case 'json':
      return true;
  }
}

export interface Term extends Members {
  join?: unknown;
}

export interface TermGroup extends Members {
  join?: unknown;
  terms: Term[];
}

export interface Expression extends Members {
  groups: TermGroup[];
}

export const isExpression = (value: unknown): value is Expression =>
  isMembers(value) &&
  Array.isArray(value['groups']) &&
  value['groups'].every(
    (group: unknown) =>
      isMembers(group) && Array.isArray(group['terms']) && group['terms'].every(isMembers),
  );
