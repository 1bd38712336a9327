// Chosen rows marked for deletion: at once, or after telling what depends on the only one.

import { useState } from 'react';
import type { RowSelection } from '../../../components/grid/types';
import { toastDone } from '../../../components/toast';
import { toastError } from '../../../errors/ErrorNotice';
import {
  commands,
  type ConnectionView,
  type EntityRequest,
  type EntityTypeView,
} from '../../../ipc/client';
import { messages } from '../../../messages';
import { isPlain } from '../deleting/useDeleting';
import type { OpenedView, useEditing } from '../queries';
import { idsOf } from './chosenRows';

const words = messages.workspace;

export function useMarking(
  connection: ConnectionView,
  type: EntityTypeView,
  view: OpenedView | undefined,
  remove: ReturnType<typeof useEditing>['remove'],
) {
  const [asking, setAsking] = useState<EntityRequest>();
  const marked = async (rows: RowSelection) => {
    if (!connection.mayWrite) return toastDone(words.readOnly);
    if (!type.mayDelete) return toastDone(words.mayNotDelete);
    const ids = await idsOf(rows, view);
    if (!ids) return toastDone(words.tooManyToMark);
    const only = ids.length === 1 ? ids[0] : undefined;
    if (only !== undefined && !(await isPlainDelete(connection.id, type, only)))
      return setAsking({ connectionId: connection.id, entityType: type.name, id: only });
    await remove.mutateAsync(ids);
  };
  return {
    may: connection.mayWrite && type.mayDelete,
    mark: (rows: RowSelection) => void marked(rows).catch(toastError),
    /** The record that is asked about. */
    asking,
    close: () => setAsking(undefined),
  };
}

/** Nothing is to be said before it is marked. A mark is a draft: where it cannot be told, the review tells. */
async function isPlainDelete(connectionId: string, type: EntityTypeView, id: string) {
  const found = await commands
    .dependants({ connectionId, entityType: type.name, id })
    .catch(() => undefined);
  return found === undefined || isPlain(found);
}
