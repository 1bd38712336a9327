import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { rank, partsOf } from '../features/palette/match';
import type { RecordHitView } from '../ipc/client';
import { commands, fakeState } from '../ipc/fake';
import { paths } from '../paths';
import { demo, openRows } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };
const list = () => within(screen.getByRole('listbox', { name: 'Command palette' }));
const options = () => list().getAllByRole('option');
const chosen = () => list().getByRole('option', { selected: true }).textContent;
const group = (name: string) => within(list().getByRole('group', { name }));

async function openPalette(entityType = 'Project') {
  const { user } = await openRows(entityType);
  await user.keyboard('{Control>}k{/Control}');
  const input = await screen.findByRole('combobox', { name: /^Search places/ }, later);
  return { user, input };
}

describe('the palette', () => {
  it('finds places, records and commands, each in its group', async () => {
    const { user, input } = await openPalette();
    await user.type(input, 'proj');
    expect(await list().findByText('10 rows')).toBeTruthy();
    expect(group('Go to').getAllByRole('option')[0]?.textContent).toContain('Projects');
    expect(group('Commands').getByRole('option', { name: /^New project/ })).toBeTruthy();
    expect(group('Go to').getAllByText('Proj')[0]?.tagName).toBe('B');
    await user.clear(input);
    await user.type(input, 'quay');
    const record = await list().findByRole('option', { name: /^Quay House/ }, later);
    expect(record.textContent).toContain('Project');
    expect(group('Records').getAllByRole('option').length).toBeGreaterThan(1);
  });

  it('opens a record by Enter, also when it was typed faster than it is found', async () => {
    const { user, input } = await openPalette('TimeEntry');
    await user.type(input, 'quay house{Enter}');
    expect(await screen.findByRole('heading', { name: 'Quay House' }, later)).toBeTruthy();
    expect(window.location.hash).toBe(`#${paths.entities(demo, 'Project', { record: 'pr-1' })}`);
    expect(screen.queryByRole('combobox', { name: /^Search places/ })).toBeNull();
  });

  it('opens a record of the list beside it by Ctrl Enter, and the list stays', async () => {
    const { user, input } = await openPalette('Project');
    const place = window.location.hash;
    await user.type(input, 'observatory');
    await list().findByRole('option', { name: /^Observatory Roof/ }, later);
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByRole('heading', { name: 'Observatory Roof' }, later)).toBeTruthy();
    expect(window.location.hash).toBe(place);
  });

  it('goes through all by the arrows, and from the last to the first', async () => {
    const { user, input } = await openPalette();
    await user.type(input, 'invoices');
    const first = chosen();
    await user.keyboard('{ArrowUp}');
    expect(options().at(-1)?.getAttribute('aria-selected')).toBe('true');
    await user.keyboard('{ArrowDown}');
    expect(chosen()).toBe(first);
    expect(input.getAttribute('aria-activedescendant')).toBe(
      list().getByRole('option', { selected: true }).id,
    );
  });

  it('shows commands alone after “>”, and does them', async () => {
    const { user, input } = await openPalette('Project');
    await user.type(input, '> dark');
    expect(options()).toHaveLength(1);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(fakeState.preferences.theme).toBe('dark'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.keyboard('{Control>}k{/Control}');
    const again = await screen.findByRole('combobox', { name: /^Search places/ }, later);
    expect(group('Recent').getAllByRole('option')[0]?.textContent).toContain('Theme: Dark');
    await user.type(again, 'new client{Enter}');
    expect(await screen.findByRole('heading', { name: 'Clients' }, later)).toBeTruthy();
    await waitFor(() => expect([...fakeState.changes.values()][0]?.entityType).toBe('Client'));
  });

  it('leads to each part of the settings', async () => {
    const { user, input } = await openPalette('Project');
    await user.type(input, 'keyring{Enter}');
    await waitFor(() => expect(window.location.hash).toBe(`#${paths.settingsAt('keyring')}`));
  });

  it('says that it still looks for records of other connections, and when it cannot', async () => {
    let fail: ((thrown: unknown) => void) | undefined;
    const asked = vi
      .spyOn(commands, 'searchRecords')
      .mockImplementation(({ connectionId }) =>
        connectionId === null ? new Promise((_, reject) => (fail = reject)) : Promise.resolve([]),
      );
    const { user, input } = await openPalette('Project');
    await user.type(input, 'quay');
    await waitFor(() => expect(fail).toBeDefined(), later);
    expect(await screen.findByText('Looking for records', {}, later)).toBeTruthy();
    act(() => fail?.(new Error('gone')));
    expect(await screen.findByText('Records could not be searched.', {}, later)).toBeTruthy();
    asked.mockRestore();
  });

  it('drops an answer that a newer text overtook, and says when it takes long', async () => {
    const answers = new Map<string, (hits: RecordHitView[]) => void>();
    const asked = vi
      .spyOn(commands, 'searchRecords')
      .mockImplementation(({ text }) => new Promise((done) => answers.set(text, done)));
    const { user, input } = await openPalette('Project');
    await user.type(input, 'quay');
    await waitFor(() => expect(answers.has('quay')).toBe(true), later);
    expect(await screen.findByText('Looking for records', {}, later)).toBeTruthy();
    await user.type(input, ' ho');
    await waitFor(() => expect(answers.has('quay ho')).toBe(true), later);
    const hit = (label: string) => ({
      connectionId: demo,
      entityType: 'Project',
      id: label,
      label,
      detail: null,
    });
    act(() => answers.get('quay ho')?.([hit('Quay House')]));
    expect(await list().findByRole('option', { name: /^Quay House/ }, later)).toBeTruthy();
    act(() => answers.get('quay')?.([hit('North Quay Flood Wall')]));
    expect(list().queryByRole('option', { name: /^North Quay/ })).toBeNull();
    asked.mockRestore();
  });
});

describe('what fits what is typed', () => {
  it('is found without its accents, the start of a name before the middle of one', () => {
    expect(rank('cafe', 'Café Nord')).toBe(0);
    expect(rank('nord', 'Café Nord')).toBe(1);
    expect(rank('ord', 'Café Nord')).toBe(2);
    expect(rank('cl-01', 'Café Nord', 'Client CL-0188')).toBe(3);
    expect(rank('nord cafe', 'Café Nord')).toBe(1);
    expect(rank('sud', 'Café Nord')).toBeUndefined();
    expect(rank('(.*', 'Café Nord')).toBeUndefined();
  });

  it('stands out in the name', () => {
    expect(partsOf('no caf', 'Café Nord')).toEqual([
      { text: 'Caf', hit: true },
      { text: 'é ', hit: false },
      { text: 'No', hit: true },
      { text: 'rd', hit: false },
    ]);
    expect(partsOf('', 'Café')).toEqual([{ text: 'Café', hit: false }]);
  });
});
