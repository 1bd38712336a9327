import type { RowSelection } from '../../../components/grid/types';
import { commands } from '../../../ipc/client';
import type { OpenedView } from '../queries';

/** More are not marked or acted on at a time. */
export const CHOSEN_AT_MOST = 100_000;

/** What stands in the place of a row that went while its list was open. */
const isGone = (id: string): boolean => id.startsWith('gone:');

/** The ids of chosen rows, also where everything was chosen; undefined where they are too many. */
export async function idsOf(
  rows: RowSelection,
  view: Pick<OpenedView, 'viewId' | 'rows'> | undefined,
): Promise<string[] | undefined> {
  if (rows.kind === 'some') {
    const keys = rows.keys.filter((id) => !isGone(id));
    return keys.length > CHOSEN_AT_MOST ? undefined : keys;
  }
  if (!view || view.rows - rows.except.length > CHOSEN_AT_MOST) return undefined;
  const ids = await commands.selectedIds({
    viewId: view.viewId,
    selection: { all: true, ids: rows.except },
  });
  return ids.filter((id) => !isGone(id));
}
