import { showDay } from '../../format/dates';
import { isEmpty, isReference, showValue } from '../../format/values';
import type { FieldChangeView, FieldView } from '../../ipc/client';
import { useCatalogue } from '../../ipc/queries';
import { messages } from '../../messages';

/** Values of the journal as a person reads them: as in the list, as long as the service still has the field. */
export function usePlain(connectionId: string, entityType: string) {
  const types = useCatalogue(connectionId).data?.entityTypes;
  const fields = types?.find((type) => type.name === entityType)?.fields;
  return ({ field, action }: FieldChangeView, value: unknown): string =>
    plain(
      // What was done along its way is told in words already.
      action === null ? fields?.find((one) => one.name === field) : undefined,
      value,
    );
}

function plain(field: FieldView | undefined, value: unknown): string {
  if (isEmpty(value)) return messages.common.empty;
  if (isReference(value)) return value.label || value.id;
  if (field && typeof value !== 'object') return showValue(field, value) || String(value);
  if (typeof value === 'boolean') return value ? messages.common.yes : messages.common.no;
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T00:00:00$/.test(value)
    ? showDay(value)
    : String(value);
}
