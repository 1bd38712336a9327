// What is done with many chosen rows at once.

import { useState } from 'react';
import type { RowSelection } from '../../../components/grid/types';
import { tickedCount } from '../../../components/grid/selection';
import { toastDone } from '../../../components/toast';
import { toastError } from '../../../errors/ErrorNotice';
import {
  commands,
  type BulkOperation,
  type ConnectionView,
  type EntityTypeView,
  type RowChoice,
} from '../../../ipc/client';
import { useDraftsChanged } from '../../../ipc/useDraftsChanged';
import { messages } from '../../../messages';
import type { BulkTarget } from '../bulk/BulkDialog';
import { bulkFields } from '../bulk/operation';
import type { OpenedView } from '../queries';
import { toldStep } from './stepToast';

const words = messages.bulk;

/** Chosen rows as the core takes them: also of rows that the window never saw. */
export const choiceOf = (rows: RowSelection, view: OpenedView | undefined): RowChoice => ({
  viewId: view?.viewId ?? null,
  selection: rows.kind === 'all' ? { all: true, ids: rows.except } : { all: false, ids: rows.keys },
});

export function useBulk(
  connection: ConnectionView,
  type: EntityTypeView,
  view: OpenedView | undefined,
  onChanged: () => void,
) {
  const [target, setTarget] = useState<BulkTarget>();
  const connectionId = connection.id;
  const draftsChanged = useDraftsChanged(connectionId);
  const changed = () => {
    void draftsChanged(type.name);
    onChanged();
  };
  return {
    mayEdit: connection.mayWrite && bulkFields(type, []).length > 0,
    mayDuplicate: connection.mayWrite && type.mayCreate,
    target,
    open: (rows: RowSelection, columns: string[], field?: string) =>
      setTarget({
        connectionId,
        type,
        columns,
        rows: choiceOf(rows, view),
        count: tickedCount(rows, view?.rows ?? 0),
        field,
      }),
    close: () => setTarget(undefined),
    edit: (field: string, operation: BulkOperation) => {
      if (!target) return;
      const { rows, count } = target;
      toldStep(
        connectionId,
        commands.bulkEdit({ connectionId, entityType: type.name, rows, field, operation }),
        words.working(count, type),
      ).then((done) => {
        if (!done) return;
        toastDone(
          done.reasons.length > 0
            ? words.doneBut(done.changed, type, done.reasons)
            : words.done(done.changed, type),
        );
        changed();
      }, toastError);
    },
    duplicate: (rows: RowSelection) => {
      toldStep(
        connectionId,
        commands.duplicateRows({
          connectionId,
          entityType: type.name,
          rows: choiceOf(rows, view),
        }),
        words.copying(tickedCount(rows, view?.rows ?? 0), type),
      ).then((done) => {
        if (!done) return;
        toastDone(words.duplicated(done.changed, type));
        changed();
      }, toastError);
    },
    changed,
  };
}

export type Bulk = ReturnType<typeof useBulk>;
