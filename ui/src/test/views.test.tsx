import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { KeptViewsView, ViewSettingsView } from '../ipc/client';
import { events, fakeState } from '../ipc/fake';
import { mirror } from '../ipc/fake/state';
import { paths } from '../paths';
import { visit } from '../place';
import { cache, demo, openApp, openRows, showApp } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 8000 };
const search = () => screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search rows' });
const rows = () => document.querySelector('table')?.getAttribute('data-row-count');
const nav = () => within(screen.getByRole('navigation', { name: 'Entities' }));
const list = paths.entities(demo, 'TimeEntry');
const SETTINGS: ViewSettingsView = {
  filter: [[{ field: 'billStatus', operator: 'is', values: [0] }]],
  search: '',
  sort: [{ field: 'actualHours', descending: true }],
  columns: [
    { field: 'description', width: 300, pinned: true },
    { field: 'actualHours', width: null, pinned: false },
  ],
  rowHeight: 'compact',
};

/** A window over a core that keeps these views of the time entries. */
async function openWith(...names: string[]) {
  const opened = openApp(paths.home);
  names.forEach((name, n) =>
    fakeState.kept.views.push({
      id: `v${n}`,
      entityType: 'TimeEntry',
      name,
      pinned: false,
      leftOut: [],
      settings: structuredClone(SETTINGS),
    }),
  );
  act(() => visit(list));
  await screen.findByRole('button', { name: 'Row 1' }, later);
  return opened;
}

async function choose(user: Awaited<ReturnType<typeof openRows>>['user'], item: RegExp | string) {
  await user.click(screen.getByRole('button', { name: /^View: / }));
  await user.click(await screen.findByRole('menuitem', { name: item }));
}

/** The other way round, in the list of what the rows are sorted by. */
async function turnSort(user: Awaited<ReturnType<typeof openRows>>['user']) {
  const button = screen.getByRole('button', { name: /^Sort/ });
  await user.click(button);
  await user.click(await screen.findByRole('button', { name: /Turn around$/ }, later));
  await user.click(button);
}

describe('the list of all rows', () => {
  it('is opened as it was left, from the first question on', async () => {
    const { user } = await openRows('TimeEntry');
    await turnSort(user);
    await user.type(search(), 'library');
    await waitFor(() => expect(fakeState.kept.allRows[0]?.settings.search).toBe('library'), later);
    const { settings } = fakeState.kept.allRows[0]!;
    expect(settings.sort).toEqual([{ field: 'date', descending: false }]);

    cleanup();
    const asked = vi.spyOn(await fakeCommands(), 'openView');
    showApp(list);
    await screen.findByRole('button', { name: 'Row 1' }, later);
    expect(asked.mock.calls[0]?.[0]).toMatchObject({ search: 'library', sort: settings.sort });
    asked.mockRestore();
    expect(search().value).toBe('library');
  });

  it('is kept at once when it is left', async () => {
    const { user } = await openRows('TimeEntry');
    const kept = vi.spyOn(await fakeCommands(), 'keepAllRows');
    await turnSort(user);
    act(() => visit(paths.entities(demo, 'Project')));
    expect(kept).toHaveBeenCalledTimes(1);
    kept.mockRestore();
  });
});

const fakeCommands = async () => (await import('../ipc/fake')).commands;

const place = (view: string) => paths.entities(demo, 'TimeEntry', { view });

describe('where another view is shown', () => {
  it('nothing is open that was opened for the former one', async () => {
    const { user } = await openWith('Unbilled');
    await user.click(screen.getByRole('button', { name: 'Add filter' }));
    await screen.findByRole('combobox', { name: 'Find a field' }, later);
    act(() => visit(place('v0')));
    await screen.findByRole('button', { name: 'View: Unbilled' }, later);
    await waitFor(() =>
      expect(screen.queryByRole('combobox', { name: 'Find a field' })).toBeNull(),
    );
  });

  it('the one that was asked about gets the name', async () => {
    const { user } = await openWith('Unbilled', 'Late');
    act(() => visit(place('v0')));
    await screen.findByRole('button', { name: 'View: Unbilled' }, later);
    await choose(user, 'Rename…');
    const name = await screen.findByRole('textbox', { name: 'Name' }, later);
    act(() => visit(place('v1')));
    await user.clear(name);
    await user.type(name, 'Open hours{Enter}');
    await waitFor(() =>
      expect(fakeState.kept.views.map((view) => view.name)).toEqual(['Open hours', 'Late']),
    );
  });

  it('what was just typed into the search of the former one is not sought in it', async () => {
    const { user } = await openWith('Unbilled');
    await user.type(search(), 'zzz');
    act(() => visit(place('v0')));
    await screen.findByRole('button', { name: 'View: Unbilled' }, later);
    expect(search().value).toBe('');
    // Kept later than the search would have been asked for.
    await turnSort(user);
    await waitFor(
      () => expect(fakeState.kept.views[0]?.settings.sort[0]?.descending).toBe(false),
      later,
    );
    expect(screen.getByRole('button', { name: 'View: Unbilled' })).toBeTruthy();
    expect(search().value).toBe('');
  });
});

describe('an answer that comes late', () => {
  it('changes nothing of a view but what was asked for', async () => {
    const { user } = await openWith('Unbilled');
    act(() => visit(place('v0')));
    await screen.findByRole('button', { name: 'View: Unbilled' }, later);
    let answer: (() => void) | undefined;
    const asked = vi.spyOn(await fakeCommands(), 'renameView').mockImplementation(({ name }) => {
      const renamed = { ...structuredClone(fakeState.kept.views[0]!), name };
      return new Promise((done) => (answer = () => done(renamed)));
    });
    await choose(user, 'Rename…');
    const name = await screen.findByRole('textbox', { name: 'Name' }, later);
    await user.clear(name);
    await user.type(name, 'Open hours{Enter}');
    await screen.findByRole('button', { name: 'View: Open hours' }, later);
    await turnSort(user);
    const held = () =>
      cache.getQueryData<KeptViewsView>(['kept-views', demo])?.views[0]?.settings.sort;
    await waitFor(() => expect(held()).toEqual([{ field: 'actualHours', descending: false }]));
    await act(async () => answer?.());
    expect(held()).toEqual([{ field: 'actualHours', descending: false }]);
    asked.mockRestore();
  });

  it('leads nobody back to the view that was made', async () => {
    const { user } = await openWith();
    let answer: (() => void) | undefined;
    const asked = vi.spyOn(await fakeCommands(), 'saveView').mockImplementation((made) => {
      const view = { ...made, id: 'new', pinned: false, leftOut: [] };
      return new Promise((done) => (answer = () => done(view)));
    });
    await choose(user, 'Save this view…');
    const dialog = await screen.findByRole('dialog', { name: 'Save this view' });
    await user.type(within(dialog).getByLabelText('Name'), 'Mine{Enter}');
    await waitFor(() => expect(answer).toBeDefined());
    act(() => visit(paths.entities(demo, 'Project')));
    await screen.findByRole('heading', { name: 'Projects' }, later);
    await act(async () => answer?.());
    expect(await nav().findByRole('button', { name: /^Mine/ }, later)).toBeTruthy();
    expect(window.location.hash).toContain(paths.entities(demo, 'Project'));
    asked.mockRestore();
  });
});

it('views that could not be read are not taken for none: it is said, and nothing is kept', async () => {
  const core = await fakeCommands();
  const kept = vi.spyOn(core, 'keptViews').mockRejectedValueOnce({
    code: 'storage',
    message: 'The file of saved views could not be opened.',
    detail: null,
    nextStep: 'none',
  });
  const written = vi.spyOn(core, 'keepAllRows');
  const { user } = openApp(list);
  expect(await screen.findByText('Your saved views could not be read', {}, later)).toBeTruthy();
  expect(screen.getByText('The file of saved views could not be opened.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Row 1' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('button', { name: 'Row 1' }, later)).toBeTruthy();
  expect(written).not.toHaveBeenCalled();
  kept.mockRestore();
  written.mockRestore();
});

describe('a saved view', () => {
  it('is made of what is shown by Enter, and the place becomes its place', async () => {
    const { user } = await openRows('TimeEntry');
    await user.type(search(), 'library');
    await waitFor(() => expect(rows()).toBe('32'), later);
    await choose(user, 'Save this view…');
    const dialog = await screen.findByRole('dialog', { name: 'Save this view' });
    await user.type(within(dialog).getByLabelText('Name'), 'Library{Enter}');
    expect(await screen.findByRole('button', { name: 'View: Library' }, later)).toBeTruthy();
    expect(fakeState.kept.views[0]).toMatchObject({ name: 'Library', pinned: false });
    const item = await nav().findByRole('button', { name: 'Library32' }, later);
    expect(item.getAttribute('aria-current')).toBe('page');
    await choose(user, /^All rows/);
    await waitFor(() => expect(rows()).toBe('320'), later);
  });

  it('shows its rows, order and columns', async () => {
    const { user } = await openWith('Unbilled');
    const asked = vi.spyOn(await fakeCommands(), 'openView');
    await user.click(nav().getByRole('button', { name: /^Unbilled/ }));
    await waitFor(() =>
      expect(asked.mock.lastCall?.[0]).toMatchObject({
        filter: SETTINGS.filter,
        sort: SETTINGS.sort,
        columns: ['actualHours', 'description'],
      }),
    );
    asked.mockRestore();
    await waitFor(() => expect(rows()).toBe('80'), later);
    expect(screen.getByTestId('nav-TimeEntry').getAttribute('aria-current')).toBeNull();
  });

  it('keeps its columns and order at once, but another search only when it is saved', async () => {
    const { user } = await openWith('Unbilled');
    await user.click(nav().getByRole('button', { name: /^Unbilled/ }));
    await screen.findByRole('button', { name: 'View: Unbilled' }, later);
    await turnSort(user);
    const saved = () => fakeState.kept.views[0]!.settings;
    await waitFor(() => expect(saved().sort[0]?.descending).toBe(false), later);
    expect(saved().filter).toEqual(SETTINGS.filter);
    expect(screen.getByRole('button', { name: 'View: Unbilled' })).toBeTruthy();

    await user.type(search(), 'library');
    expect(await screen.findByRole('button', { name: 'View: Unbilled, changed' })).toBeTruthy();
    await choose(user, 'Back to the saved view');
    await waitFor(() => expect(search().value).toBe(''));
    expect(screen.getByRole('button', { name: 'View: Unbilled' })).toBeTruthy();

    await user.type(search(), 'library');
    await screen.findByRole('button', { name: 'View: Unbilled, changed' });
    expect(saved().search).toBe('');
    await choose(user, 'Save');
    await waitFor(() => expect(saved().search).toBe('library'));
    expect(await screen.findByRole('button', { name: 'View: Unbilled' })).toBeTruthy();
  });

  it('is renamed, duplicated, pinned and deleted from the navigator by the keyboard', async () => {
    const { user } = await openWith('Unbilled');
    nav()
      .getByRole('button', { name: /^Unbilled/ })
      .focus();
    await user.keyboard('{Shift>}{F10}{/Shift}');
    const menu = await screen.findByRole('menu', { name: 'Actions for Unbilled' }, later);
    await user.click(within(menu).getByRole('menuitem', { name: 'Rename…' }));
    const name = await screen.findByRole('textbox', { name: 'Name' });
    await user.clear(name);
    expect(screen.getByRole('button', { name: 'Rename the view' })).toHaveProperty(
      'disabled',
      true,
    );
    expect(screen.getByText('A view needs a name.')).toBeTruthy();
    await user.type(name, 'Open hours{Enter}');
    expect(await nav().findByRole('button', { name: /^Open hours/ }, later)).toBeTruthy();
    expect(fakeState.kept.views[0]?.name).toBe('Open hours');

    fireEvent.contextMenu(nav().getByRole('button', { name: /^Open hours/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'Pin to the top' }));
    const pinned = within(nav().getByRole('group', { name: 'Pinned' }));
    await waitFor(() =>
      expect(pinned.getAllByRole('button')[0]?.getAttribute('data-testid')).toBe('nav-view-v0'),
    );

    fireEvent.contextMenu(nav().getByRole('button', { name: /^Open hours/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'Duplicate' }));
    expect(await nav().findByRole('button', { name: /^Open hours 2/ }, later)).toBeTruthy();
    expect(fakeState.kept.views).toHaveLength(2);
  });

  it('is deleted at once, and taken back from the toast', async () => {
    const { user } = await openWith('Unbilled');
    await user.click(nav().getByRole('button', { name: /^Unbilled/ }));
    await screen.findByRole('button', { name: 'View: Unbilled' }, later);
    await choose(user, 'Delete');
    expect(await screen.findByRole('button', { name: 'View: All rows' })).toBeTruthy();
    expect(fakeState.kept.views).toEqual([]);
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('button', { name: 'View: Unbilled' }, later)).toBeTruthy();
    expect(fakeState.kept.views[0]?.settings).toEqual(SETTINGS);
  });

  it('is counted again when its rows change, and is not counted before', async () => {
    const counts = vi.spyOn(await fakeCommands(), 'viewCounts');
    let tell: (() => void) | undefined;
    counts.mockImplementation(
      () => new Promise((done) => (tell = () => done([{ id: 'v0', rows: 7 }]))),
    );
    await openWith('Unbilled');
    const item = () => nav().getByRole('button', { name: /^Unbilled/ });
    await waitFor(() => expect(tell).toBeDefined(), later);
    expect(item().textContent).toBe('Unbilled');
    act(() => tell?.());
    await waitFor(() => expect(item().textContent).toBe('Unbilled7'), later);
    // The navigator, the menu of views and the palette share one count.
    const asked = counts.mock.calls.length;
    counts.mockResolvedValue([{ id: 'v0', rows: 3 }]);
    act(() =>
      events.mirrorChanged.send({
        connectionId: demo,
        mirror: { ...mirror('TimeEntry'), rows: 321 },
      }),
    );
    await waitFor(() => expect(item().textContent).toBe('Unbilled3'), later);
    expect(counts.mock.calls.length).toBe(asked + 1);
    counts.mockRestore();
  });

  it('is found by its name in the navigator, where arrows go from one to the next', async () => {
    const { user } = await openWith('Unbilled', 'Overdue');
    const find = screen.getByRole('textbox', { name: 'Find an entity' });
    await user.type(find, 'overd');
    expect(nav().queryByRole('button', { name: /^Unbilled/ })).toBeNull();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(document.activeElement?.getAttribute('data-testid')).toBe('nav-view-v1');
    await user.keyboard('{ArrowUp}');
    expect(document.activeElement?.getAttribute('data-testid')).toBe('nav-TimeEntry');
    await user.click(find);
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('button', { name: 'View: Overdue' }, later)).toBeTruthy();
  });
});

it('a view whose filter cannot be asked any more says so in place of its count', async () => {
  await openWith('Sound', 'Broken');
  fakeState.kept.views[1]!.leftOut = ['colour', 'size'];
  await act(() => cache.invalidateQueries({ queryKey: ['kept-views'] }));
  const fault = 'Shows no rows: its filter on colour and size cannot be asked here any more.';
  const broken = await nav().findByRole(
    'button',
    { name: new RegExp(`^Broken ?${fault}$`) },
    later,
  );
  expect(broken.title).toBe(fault);
  expect(await nav().findByRole('button', { name: /^Sound ?[\d,]+$/ }, later)).toBeTruthy();
});
