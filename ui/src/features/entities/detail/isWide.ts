import type { FieldView } from '../../../ipc/client';
import { isNested } from './nested/shape';

const NARROW = ['date', 'number', 'money', 'integer', 'boolean', 'enum', 'dateTime', 'instant'];

/** Takes the whole width of the form. */
export const isWide = (field: FieldView): boolean =>
  isNested(field) || !NARROW.includes(field.kind);
