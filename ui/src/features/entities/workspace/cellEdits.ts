// Cells that were edited in the grid, as unsent changes that can be undone.

import type { CellChange } from '../../../components/grid/types';
import { toastError } from '../../../errors/ErrorNotice';
import { toWire } from '../../../format/values';
import { inTurn } from '../../../inTurn';
import { commands, type EntityTypeView, type FieldEditRequest } from '../../../ipc/client';
import { useUndo } from '../undo';

export function useCellEdits(
  connectionId: string,
  type: EntityTypeView,
  send: (edits: FieldEditRequest[]) => Promise<unknown>,
) {
  const inOrder = (change: () => Promise<unknown>) =>
    // What went wrong is said where it is sent.
    void inTurn(`cells of ${connectionId}`, change).catch(() => undefined);
  const { record, undo, redo } = useUndo((edits) => inOrder(() => send(edits)));
  const keep = (changes: CellChange[]) => {
    const after = changes.map((change) => editOf(type, change));
    // What a cell held before is what the former change made of it.
    inOrder(() =>
      before(connectionId, type, changes)
        .then((held) => record({ before: held, after }), toastError)
        .then(() => send(after)),
    );
  };
  return { keep, undo, redo };
}

const fieldOf = (type: EntityTypeView, name: string) =>
  type.fields.find((field) => field.name === name);

function editOf(type: EntityTypeView, change: CellChange): FieldEditRequest {
  const field = fieldOf(type, change.columnId);
  return {
    id: change.rowKey,
    field: change.columnId,
    value: field ? toWire(field, change.value) : change.value,
  };
}

/** What the cells held before, so that the step can be undone. */
async function before(
  connectionId: string,
  type: EntityTypeView,
  changes: CellChange[],
): Promise<FieldEditRequest[]> {
  const ids = [...new Set(changes.map((change) => change.rowKey))];
  const entities = await Promise.all(
    ids.map((id) => commands.entity({ connectionId, entityType: type.name, id })),
  );
  return changes.flatMap((change) => {
    const field = fieldOf(type, change.columnId);
    const value = entities
      .find((one) => one.id === change.rowKey)
      ?.values.find((one) => one.field === change.columnId)?.value;
    return field
      ? [{ id: change.rowKey, field: change.columnId, value: toWire(field, value) }]
      : [];
  });
}
