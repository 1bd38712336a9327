// What of a pasted block has no row any more: it can become new records.

import { toastOffer } from '../../../components/toastOffer';
import { toastDone } from '../../../components/toast';
import { isTypeable, parseValue, toWire } from '../../../format/values';
import type { ConnectionView, EntityTypeView, NewRowRequest } from '../../../ipc/client';
import { messages } from '../../../messages';
import { editorOf } from '../detail/nested/shape';
import type { useEditing } from '../queries';

const words = messages.pasteBelow;

/** What is not understood stays as it is and is marked; nothing says nothing. */
function newRow(type: EntityTypeView, texts: string[], columnIds: string[]): NewRowRequest {
  const values = columnIds.flatMap((name, at) => {
    const field = type.fields.find((one) => one.name === name);
    const text = texts[at] ?? '';
    if (!field || !isTypeable(field) || field.kind === 'id' || editorOf(field) !== 'plain')
      return [];
    const read = parseValue(field, text);
    const value = 'value' in read ? toWire(field, read.value) : text;
    return value === null ? [] : [{ field: name, value }];
  });
  return { values };
}

export function pasteBelow(
  connection: ConnectionView,
  type: EntityTypeView,
  createRows: ReturnType<typeof useEditing>['createRows'],
) {
  return (texts: string[][], columnIds: string[]): void => {
    const n = texts.length;
    // Records below another one are made there.
    if (!connection.mayWrite || !type.mayCreate || type.parent !== null)
      return toastDone(messages.grid.below(n));
    toastOffer(
      messages.grid.below(n),
      words.make(n, type.title, type.plural),
      () =>
        createRows.mutate(
          texts.map((row) => newRow(type, row, columnIds)),
          { onSuccess: () => toastDone(words.made(n, type.title, type.plural)) },
        ),
      'plus',
    );
  };
}
