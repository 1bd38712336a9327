import type { FieldView } from '../../../ipc/client';
import { isNested } from './nested/shape';

const NARROW = ['date', 'number', 'money', 'integer', 'boolean', 'enum', 'dateTime', 'instant'];

/** A text of so many characters fits half of the form. */
const SHORT_TEXT = 24;

/** Takes the whole width of the form. */
export const isWide = (field: FieldView): boolean =>
  isNested(field) || !(NARROW.includes(field.kind) || isShortText(field));

const isShortText = ({ kind, maxLength, origin }: FieldView): boolean =>
  kind === 'text' && (origin === 'custom' || (maxLength !== null && maxLength <= SHORT_TEXT));
