import type { DataGridHandle, Standing } from '../../../components/grid/types';
import { commands } from '../../../ipc/client';

/** Where the rows that are looked at stand in a view that is about to be shown. */
export async function standingIn(
  grid: DataGridHandle | null,
  viewId: number,
): Promise<Standing<number>> {
  const { top, focused } = grid?.standing() ?? {};
  const place = async (id: string | undefined) =>
    id === undefined ? null : await commands.rowIndex({ viewId, id }).catch(() => null);
  const [first, held] = await Promise.all([place(top), place(focused)]);
  return {
    ...(first === null ? {} : { top: first }),
    ...(held === null ? {} : { focused: held }),
  };
}
