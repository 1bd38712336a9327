// What is done with chosen rows along their way, such as submitting them.

import { useState } from 'react';
import type { RowSelection } from '../../../components/grid/types';
import { toastDone } from '../../../components/toast';
import type { ActionView, ConnectionView, EntityTypeView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { tellActed } from '../actions';
import type { OpenedView, Said, useEditing } from '../queries';
import { idsOf } from './chosenRows';

const NOTHING_SAID: Said = { recipient: null, memo: null };

/** A mutation tells its own errors. */
const ignored = () => undefined;

export function useActing(
  connection: ConnectionView,
  type: EntityTypeView,
  view: OpenedView | undefined,
  act: ReturnType<typeof useEditing>['act'],
) {
  const [remarked, setRemarked] = useState<RowSelection>();
  const acted = async (rows: RowSelection, action: ActionView, said: Said) => {
    const ids = await idsOf(rows, view);
    if (!ids) return toastDone(messages.workspace.tooManyToMark);
    tellActed(action, await act.mutateAsync({ ids, action: action.name, said }));
  };
  return {
    actions: connection.mayWrite ? type.actions : [],
    run: (rows: RowSelection, action: ActionView, said = NOTHING_SAID) =>
      void acted(rows, action, said).catch(ignored),
    /** The rows that something is said with. */
    remarked,
    remark: setRemarked,
    close: () => setRemarked(undefined),
  };
}
