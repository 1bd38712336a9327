import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { askFiltered } from '../features/entities/workspace/question';
import { commands, fakeState } from '../ipc/fake';
import { DESCRIBED_CONNECTION, DESCRIBED_ID } from '../ipc/fake/bidcore';
import { connectionOf, typeOf } from '../ipc/fake/state';
import { paths } from '../paths';
import { visit } from '../place';
import { NOTHING as GRID } from './TableGrid';
import { demo, openApp, openRows, showApp } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };
const search = () => screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search rows' });
const rows = () => document.querySelector('table')?.getAttribute('data-row-count');
const list = paths.entities(demo, 'TimeEntry');
const title = (name: string) => screen.findByRole('heading', { name, level: 2 }, later);
const titleShown = async () => {
  const detail = within(await screen.findByRole('complementary', {}, later));
  await detail.findByRole('tabpanel');
  return detail.getByRole('heading', { level: 2 }).textContent;
};

describe('back and forward', () => {
  it('show each place with its search and its record as they were', async () => {
    const { user } = await openRows('TimeEntry');
    await user.type(search(), 'library');
    await waitFor(
      () => expect(document.querySelectorAll('tr')[1]?.textContent).toContain('Riverside Library'),
      later,
    );
    await user.click(screen.getByRole('button', { name: 'Row 2' }));
    const shown = await titleShown();
    act(() => visit(paths.entities(demo, 'Project')));
    await screen.findByRole('heading', { name: 'Projects' }, later);
    act(() => visit(list));
    await waitFor(() => expect(search().value).toBe('library'), later);
    await user.clear(search());
    await waitFor(() => expect(rows()).toBe('320'), later);

    // Where text is typed the arrows belong to the text.
    act(() => search().blur());
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    await screen.findByRole('heading', { name: 'Projects' }, later);
    await user.click(screen.getByRole('button', { name: 'Back' }));
    await waitFor(() => expect(rows()).toBe('32'), later);
    expect(search().value).toBe('library');
    expect(await title(shown)).toBeTruthy();
    fireEvent.mouseUp(document.body, { button: 4 });
    await screen.findByRole('heading', { name: 'Projects' }, later);
    await user.keyboard('{Alt>}{ArrowRight}{/Alt}');
    await waitFor(() => expect(rows()).toBe('320'), later);
    expect(screen.getByRole('button', { name: 'Forward' })).toHaveProperty('disabled', true);
  });

  it('lead back from rows that were asked for by a filter to those that were there', async () => {
    const { user } = await openRows('TimeEntry');
    act(() =>
      askFiltered(demo, typeOf('TimeEntry'), [
        [{ field: 'billStatus', operator: 'is', values: [0] }],
      ]),
    );
    await waitFor(() => expect(rows()).toBe('80'), later);
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    await waitFor(() => expect(rows()).toBe('320'), later);
  });
});

describe('a record', () => {
  it('that a cell names is opened by Ctrl click, by Ctrl Enter and from the menu of its row', async () => {
    const { user } = await openRows('TimeEntry');
    const cell = () => {
      const row = document.querySelector<HTMLElement>('[data-row-key="te-3"]')!;
      const made = row.querySelectorAll('td')[3]!;
      made.dataset['columnId'] = 'projectId';
      return made;
    };
    fireEvent.click(cell(), { ctrlKey: true });
    expect(await title('North Quay Flood Wall')).toBeTruthy();
    expect(window.location.hash).toBe(`#${paths.entities(demo, 'Project', { record: 'pr-9' })}`);
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    await waitFor(() => expect(rows()).toBe('320'), later);
    fireEvent.keyDown(cell(), { key: 'Enter', ctrlKey: true });
    expect(await title('North Quay Flood Wall')).toBeTruthy();
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    await waitFor(() => expect(rows()).toBe('320'), later);
    fireEvent.contextMenu(cell());
    await user.click(await screen.findByRole('menuitem', { name: 'Open North Quay Flood Wall' }));
    expect(await title('North Quay Flood Wall')).toBeTruthy();
  });

  it('is looked for in its list, and is shown alone where it is not in it', async () => {
    const index = vi.spyOn(commands, 'rowIndex');
    openApp(paths.entities(demo, 'Project', { record: 'pr-9' }));
    expect(await title('North Quay Flood Wall')).toBeTruthy();
    const detail = () => within(screen.getByRole('complementary'));
    expect(await detail().findByText('5 of 10', {}, later)).toBeTruthy();
    index.mockRestore();
    cleanup();
    const { user } = showApp(paths.entities(demo, 'Project'));
    await screen.findByRole('button', { name: 'Row 1' }, later);
    await user.type(search(), 'library');
    await waitFor(() => expect(rows()).toBe('1'), later);
    act(() => visit(paths.entities(demo, 'Project', { record: 'pr-9' })));
    expect(await title('North Quay Flood Wall')).toBeTruthy();
    expect(await detail().findByText('1 row')).toBeTruthy();
  });
});

describe('the place of a record in its list', () => {
  it('is that in the rows that are shown, and without one no step is gone from it', async () => {
    const { user } = await openRows('TimeEntry');
    const row = await screen.findByRole('button', { name: 'Row 9' });
    await user.click(row);
    const shown = await titleShown();
    const detail = within(screen.getByRole('complementary'));
    expect(await detail.findByText('9 of 320', {}, later)).toBeTruthy();
    await user.type(search(), 'library');
    await waitFor(() => expect(rows()).toBe('32'), later);
    expect(await detail.findByText('32 rows', {}, later)).toBeTruthy();
    const stepping = vi.spyOn(GRID, 'focusCell');
    act(() => search().blur());
    await user.keyboard('{Alt>}{ArrowDown}{ArrowUp}{/Alt}');
    expect(stepping).not.toHaveBeenCalled();
    await user.clear(search());
    expect(await detail.findByText('9 of 320', {}, later)).toBeTruthy();
    expect(await titleShown()).toBe(shown);
    act(() => search().blur());
    await user.keyboard('{Alt>}{ArrowUp}{/Alt}');
    expect(stepping).toHaveBeenLastCalledWith(7, expect.any(String));
  });
});

describe('the next start', () => {
  const start = () => {
    cleanup();
    return showApp();
  };

  it('comes back to the list, its view and its record', async () => {
    const { user } = await openRows('TimeEntry');
    await user.click(screen.getByRole('button', { name: 'Row 3' }));
    await waitFor(() => expect(fakeState.lastPlace).toContain('record='), later);
    const shown = await titleShown();
    start();
    expect(await screen.findByRole('button', { name: 'Row 1' }, later)).toBeTruthy();
    expect(await title(shown)).toBeTruthy();
    expect(window.location.hash).toBe(`#${fakeState.lastPlace}`);
  });

  it('shows the connections where the company is gone, and no form that was under way', async () => {
    await openRows('TimeEntry');
    await waitFor(() => expect(fakeState.lastPlace).toBe(list), later);
    fakeState.connected = false;
    start();
    expect(await screen.findByRole('button', { name: 'Open the demo' }, later)).toBeTruthy();
    await waitFor(() => expect(fakeState.lastPlace).toBe(paths.home), later);
    act(() => visit(paths.addService));
    await screen.findByLabelText('Address of the document');
    start();
    expect(await screen.findByRole('button', { name: 'Open the demo' }, later)).toBeTruthy();
  });
});

it('each company is come back to as it was left', async () => {
  openApp(paths.home);
  fakeState.others.push(connectionOf(DESCRIBED_CONNECTION));
  cleanup();
  const { user } = showApp(paths.entities(demo, 'Client'));
  await screen.findByRole('button', { name: 'Row 1' }, later);
  await user.type(search(), 'city');
  await waitFor(() => expect(rows()).toBe('1'), later);
  await user.keyboard('{Control>}2{/Control}');
  await waitFor(() => expect(window.location.hash).toContain(DESCRIBED_ID), later);
  await user.keyboard('{Control>}1{/Control}');
  await screen.findByRole('heading', { name: 'Clients' }, later);
  await waitFor(() => expect(search().value).toBe('city'));
});
