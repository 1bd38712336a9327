import type { RowSelection } from '../../../components/grid/types';
import { commands } from '../../../ipc/client';
import type { OpenedView } from '../queries';

/** More are not marked at a time. */
export const MARK_AT_MOST = 500;

/** What stands in the place of a row that went while its list was open. */
const isGone = (id: string): boolean => id.startsWith('gone:');

/** The ids of chosen rows, also where everything was chosen; undefined where they are too many. */
export async function idsOf(
  rows: RowSelection,
  view: Pick<OpenedView, 'viewId' | 'rows'> | undefined,
): Promise<string[] | undefined> {
  if (rows.kind === 'some') {
    const keys = rows.keys.filter((id) => !isGone(id));
    return keys.length > MARK_AT_MOST ? undefined : keys;
  }
  if (!view || view.rows - rows.except.length > MARK_AT_MOST) return undefined;
  const ids: string[] = [];
  for (let offset = 0; offset < view.rows; offset += 500) {
    const window = await commands.viewRows({ viewId: view.viewId, offset, limit: 500 });
    ids.push(...window.flatMap((row) => (row.mark === 'gone' ? [] : [row.id])));
  }
  return ids.filter((id) => !rows.except.includes(id));
}
