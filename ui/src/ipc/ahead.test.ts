import { afterEach, expect, test, vi } from 'vitest';
import { aheadOf } from './ahead';
import type { OpenViewRequest, RowView, StartListView } from './client';
import { commands } from './fake';
import { connectionOf, ID, typeOf } from './fake/state';

const DEMO = ID;

afterEach(() => vi.restoreAllMocks());

test('a list that the start brought is given once, and only to who asks for just that', async () => {
  const request = requestOf([{ field: 'date', descending: true }]);
  const held = await listOf(request);
  const ahead = aheadOf(held);
  const other = await ahead.openView({ ...request, search: 'hall' });
  expect(other.viewId).not.toBe(held.view.viewId);
  // The order of members says nothing.
  const { search, ...rest } = request;
  expect(await ahead.openView({ search, ...rest })).toBe(held.view);
  expect((await ahead.openView(request)).viewId).not.toBe(held.view.viewId);

  const asked = vi.spyOn(commands, 'viewRows').mockResolvedValue([]);
  const rows = { viewId: held.view.viewId, offset: 0, limit: 2 };
  await ahead.viewRows({ ...rows, offset: 2 });
  expect(asked).toHaveBeenCalledTimes(1);
  expect(await ahead.viewRows({ ...rows, offset: 1 })).toEqual(held.rows.slice(1, 3));
  expect(await ahead.viewRows(rows)).toEqual(held.rows.slice(0, 2));
  expect(asked).toHaveBeenCalledTimes(1);
  await ahead.viewRows(rows);
  expect(asked).toHaveBeenCalledTimes(2);
});

test('what was asked for ahead is given once, of its connection alone', async () => {
  const ahead = aheadOf(await listOf(requestOf([])));
  ahead.begin();
  const asked = vi.spyOn(commands, 'catalogue');
  await ahead.catalogue('another');
  expect(asked).toHaveBeenCalledTimes(1);
  await ahead.catalogue(DEMO);
  expect(asked).toHaveBeenCalledTimes(1);
  await ahead.catalogue(DEMO);
  expect(asked).toHaveBeenCalledTimes(2);
});

function requestOf(sort: OpenViewRequest['sort']): OpenViewRequest {
  return {
    connectionId: DEMO,
    entityType: 'TimeEntry',
    columns: ['date'],
    sort,
    search: '',
    filter: [],
    tree: null,
    parentId: null,
    answerId: null,
  };
}

async function listOf(request: OpenViewRequest): Promise<StartListView> {
  const view = { ...(await commands.openView(request)), rows: 9 };
  const row = { mark: 'none' as const, place: null, cells: [null], edits: [] };
  const rows: RowView[] = ['a', 'b', 'c'].map((id) => ({ id, ...row }));
  return {
    address: `/c/${DEMO}/e/TimeEntry`,
    connection: connectionOf({}),
    entityType: typeOf('TimeEntry'),
    settings: null,
    request,
    view,
    rows,
  };
}
