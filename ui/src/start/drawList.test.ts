import { afterEach, beforeEach, expect, test } from 'vitest';
import { firstQuestion, toSettings } from '../features/entities/views/settings';
import { commands, resetFake } from '../ipc/fake';
import { PREFERENCES } from '../ipc/fake/preferences';
import { connectionOf, ID, typeOf } from '../ipc/fake/state';
import type { PreferencesView, StartListView } from '../ipc/client';
import { messages } from '../messages';
import { drawList } from './drawList';

const TYPE = 'Project';
const ADDRESS = `/c/${ID}/e/${TYPE}`;

beforeEach(resetFake);
afterEach(() => document.body.replaceChildren());

test('the name of the list, whose it is and how many rows it has', async () => {
  const list = await listAt(ADDRESS);
  const root = drawn(list);
  expect(root.querySelector('.viewbar')?.textContent).toBe(typeOf(TYPE).plural);
  expect(root.querySelector('.statusbar')?.textContent).toBe(
    messages.workspace.rows(list.view.rows),
  );
  expect(root.querySelector('.nav-head')?.textContent).toBe(list.connection.company);
});

test('a list that was left with a search does not say how many rows there are of all', async () => {
  const list = await listAt(ADDRESS);
  const settings = { ...toSettings(firstQuestion(typeOf(TYPE)), typeOf(TYPE)), search: 'roof' };
  const root = drawn({ ...list, settings });
  expect(root.querySelector('.statusbar')?.textContent).toBe('');
});

test('navigator and details are there as they were left', async () => {
  const [plain, withRecord] = [await listAt(ADDRESS), await listAt(`${ADDRESS}?record=1`)];
  expect(drawn(plain).querySelector('.detail')).toBeNull();
  const detail = drawn(withRecord, { detailOpen: true, detailWidth: 512 }).querySelector('.detail');
  expect((detail as HTMLElement).style.width).toBe('512px');
  expect(drawn(withRecord, { detailOpen: false }).querySelector('.detail')).toBeNull();
  expect(drawn(plain, { navigatorOpen: false }).querySelector('.nav')).toBeNull();
  const dragged = drawn(plain, { navigatorWidth: 300 }).querySelector<HTMLElement>('.nav-pane');
  expect(dragged?.style.width).toBe('300px');
});

function drawn(list: StartListView, look: Partial<PreferencesView> = {}): HTMLElement {
  const root = document.createElement('div');
  document.body.append(root);
  drawList(root, list, { ...PREFERENCES, ...look });
  return root;
}

async function listAt(address: string): Promise<StartListView> {
  const { columns, sort } = firstQuestion(typeOf(TYPE));
  const request: StartListView['request'] = {
    connectionId: ID,
    entityType: TYPE,
    columns: [...columns].sort(),
    sort,
    filter: [],
    search: '',
    parentId: null,
    answerId: null,
    tree: null,
  };
  const view = await commands.openView(request);
  const rows = await commands.viewRows({ viewId: view.viewId, offset: 0, limit: 200 });
  const connection = connectionOf({ id: ID });
  return { address, connection, entityType: typeOf(TYPE), settings: null, request, view, rows };
}
