// Chosen rows marked for deletion: at once, or after telling what depends on them.

import { useRef, useState } from 'react';
import { tickedCount } from '../../../components/grid/selection';
import type { RowSelection } from '../../../components/grid/types';
import { toastDone } from '../../../components/toast';
import { toastError } from '../../../errors/ErrorNotice';
import {
  commands,
  type ConnectionView,
  type DeleteCheckView,
  type EntityRequest,
  type EntityTypeView,
  type RowChoice,
} from '../../../ipc/client';
import { useDraftsChanged } from '../../../ipc/useDraftsChanged';
import { messages } from '../../../messages';
import type { DeletedRows } from '../deleting/DeleteRowsDialog';
import { isPlain } from '../deleting/useDeleting';
import type { OpenedView, useEditing } from '../queries';
import { toldStep } from './stepToast';
import { choiceOf } from './bulk';

const words = messages.workspace;
/** As many are marked without a word, where nothing is to be said about them. */
const FEW = 50;
/** In milliseconds; what takes longer is told. */
const LATE = 400;

export function useMarking(
  connection: ConnectionView,
  type: EntityTypeView,
  view: OpenedView | undefined,
  remove: ReturnType<typeof useEditing>['remove'],
  onMarked: () => void,
) {
  const connectionId = connection.id;
  const draftsChanged = useDraftsChanged(connectionId);
  const [asking, setAsking] = useState<EntityRequest>();
  const [askingRows, setAskingRows] = useState<DeletedRows>();
  /** One that was given up marks nothing any more. */
  const look = useRef(0);
  const markRows = async (rows: RowChoice, count: number) => {
    const marks = commands.markRows({ connectionId, entityType: type.name, rows });
    const marked = await toldStep(connectionId, marks, messages.deleting.marking(count, type));
    if (!marked) return;
    void draftsChanged(type.name);
    onMarked();
  };
  const marked = async (rows: RowSelection) => {
    if (!connection.mayWrite) return toastDone(words.readOnly);
    if (!type.mayDelete) return toastDone(words.mayNotDelete);
    const only = rows.kind === 'some' && rows.keys.length === 1 ? rows.keys[0] : undefined;
    if (only === undefined) {
      const choice = choiceOf(rows, view);
      const asked = { type, rows: choice, count: tickedCount(rows, view?.rows ?? 0) };
      const mine = (look.current += 1);
      const timer = setTimeout(() => setAskingRows({ ...asked, found: undefined }), LATE);
      const found = await commands
        .checkDeletes({ connectionId, entityType: type.name, rows: choice })
        .finally(() => clearTimeout(timer));
      if (mine !== look.current) return;
      if (!isFree(found)) return setAskingRows({ ...asked, found });
      setAskingRows(undefined);
      return markRows(choice, asked.count);
    }
    if (!(await isPlainDelete(connectionId, type, only)))
      return setAsking({ connectionId, entityType: type.name, id: only });
    await remove.mutateAsync([only]);
  };
  return {
    may: connection.mayWrite && type.mayDelete,
    mark: (rows: RowSelection) =>
      void marked(rows).catch((error: unknown) => {
        setAskingRows(undefined);
        toastError(error);
      }),
    markRows: (rows: RowChoice, count: number) => void markRows(rows, count).catch(toastError),
    /** The record that is asked about. */
    asking,
    askingRows,
    close: () => {
      look.current += 1;
      setAsking(undefined);
      setAskingRows(undefined);
    },
  };
}

/** Few, and nothing is to be said of them. */
const isFree = (found: DeleteCheckView): boolean =>
  found.rows <= FEW &&
  found.free === found.rows &&
  found.withDependants + found.withEdits + found.rules.length === 0;

/** Nothing is to be said before it is marked. A mark is a draft: where it cannot be told, the review tells. */
async function isPlainDelete(connectionId: string, type: EntityTypeView, id: string) {
  const found = await commands
    .dependants({ connectionId, entityType: type.name, id })
    .catch(() => undefined);
  return found === undefined || isPlain(found);
}
