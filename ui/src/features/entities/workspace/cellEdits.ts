// Cells that were edited in the grid, as unsent changes.

import type { CellChange, EditWay } from '../../../components/grid/types';
import { toWire } from '../../../format/values';
import { inTurn } from '../../../inTurn';
import type { DraftStepKindView, EntityTypeView, FieldEditRequest } from '../../../ipc/client';
import type { Edits } from '../queries';

const STEPS: Record<EditWay, DraftStepKindView> = { type: 'edit', paste: 'paste', fill: 'fill' };

/** Keeps cells one after the other, as they were edited. */
export function cellEdits(
  connectionId: string,
  type: EntityTypeView,
  send: (edits: Edits) => Promise<unknown>,
) {
  const fields = new Map(type.fields.map((field) => [field.name, field]));
  return (changes: CellChange[], way: EditWay) => {
    const edits = changes.map(({ rowKey: id, columnId, value }): FieldEditRequest => {
      const field = fields.get(columnId);
      return { id, field: columnId, value: field ? toWire(field, value) : value };
    });
    // What went wrong is said where it is sent.
    void inTurn(`cells of ${connectionId}`, () => send({ edits, step: STEPS[way] })).catch(
      () => undefined,
    );
  };
}
