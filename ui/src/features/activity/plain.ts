import { showDay } from '../../format/dates';
import { isEmpty, isReference } from '../../format/values';
import { messages } from '../../messages';

/** A value of the journal as a person reads it. */
export function plain(value: unknown): string {
  if (isEmpty(value)) return messages.common.empty;
  if (isReference(value)) return value.label || value.id;
  if (typeof value === 'boolean') return value ? messages.common.yes : messages.common.no;
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T00:00:00$/.test(value)
    ? showDay(value)
    : String(value);
}
