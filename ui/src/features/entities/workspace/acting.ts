// What is done with chosen rows along their way, such as submitting them.

import { useState } from 'react';
import type { RowSelection } from '../../../components/grid/types';
import { toastDone } from '../../../components/toast';
import { toastError } from '../../../errors/ErrorNotice';
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
  const acted = async (ids: string[], action: ActionView, said: Said) =>
    tellActed(action, await act.mutateAsync({ ids, action: action.name, said }));
  return {
    actions: connection.mayWrite ? type.actions : [],
    run: (rows: RowSelection, action: ActionView, said = NOTHING_SAID) =>
      void idsOf(rows, view).then(
        (ids) =>
          ids
            ? acted(ids, action, said).catch(ignored)
            : toastDone(messages.workspace.tooManyToMark),
        toastError,
      ),
    /** The rows that something is said with. */
    remarked,
    remark: setRemarked,
    close: () => setRemarked(undefined),
  };
}
