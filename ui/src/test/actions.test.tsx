import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { commands, events, fakeState } from '../ipc/fake';
import { mirror } from '../ipc/fake/state';
import { demo, openRows } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };
type User = Awaited<ReturnType<typeof openRows>>['user'];

async function tick(user: User, rows: number[]) {
  for (const row of rows)
    await user.click(screen.getByRole('checkbox', { name: `Tick row ${row}` }));
  return screen.findByRole('toolbar', { name: 'Selected rows' });
}

/** Newest first, te-0 to te-5 are the rows of one day: te-1 is billed, te-3 is submitted. */
const order = () => {
  const table = screen.getByRole('table', { name: 'Time entries' });
  return [...table.querySelectorAll<HTMLElement>('tr')].map((row) => row.dataset['rowKey']);
};
const placeOf = (id: string) => order().indexOf(id) + 1;

describe('approval', () => {
  it('marks the ticked rows that can be submitted and says why the others are not', async () => {
    const { user } = await openRows('TimeEntry');
    const bar = await tick(user, ['te-0', 'te-1', 'te-2', 'te-3'].map(placeOf));
    expect(within(bar).getByText('4 selected')).toBeTruthy();
    await user.click(within(bar).getByRole('button', { name: 'Submit 4 for approval' }));
    expect(
      await screen.findByText('2 of 4 marked; 1 is billed, 1 is already submitted.'),
    ).toBeTruthy();
    expect([...fakeState.changes.values()].map((change) => change.id)).toEqual(['te-0', 'te-2']);
    await user.click(within(bar).getByRole('button', { name: 'Clear the selection' }));
    expect(screen.queryByRole('toolbar', { name: 'Selected rows' })).toBeNull();
  });

  it('reads as words in the grid, in the review and in the history, and is sent', async () => {
    const { user } = await openRows('TimeEntry');
    const bar = await tick(user, [placeOf('te-0')]);
    await user.click(within(bar).getByRole('button', { name: 'Submit for approval' }));
    const table = screen.getByRole('table', { name: 'Time entries' });
    const row = () => table.querySelector<HTMLElement>('[data-row-key="te-0"]')!;
    await waitFor(() => expect(row().textContent).toContain('Submitted'), later);
    expect(row().dataset['mark']).toBe('edited');
    await user.click(await screen.findByRole('button', { name: /^Review 1 change/ }));
    expect(await screen.findByText('Submit for approval', { selector: 'ins' })).toBeTruthy();
    expect(document.body.textContent).not.toContain('"action"');
    await user.click(screen.getByRole('button', { name: /^Send 1 change/ }));
    await screen.findByRole('heading', { name: 'Sent' }, later);
    expect(fakeState.journal[0]?.fields[0]?.action).toBe('Submit for approval');
  });

  it('one refused record is named with its reason', async () => {
    const { user } = await openRows('TimeEntry');
    await user.click(screen.getByRole('button', { name: `Row ${placeOf('te-1')}` }));
    const detail = await screen.findByRole('complementary', { name: 'Time entry details' });
    await user.click(await within(detail).findByRole('button', { name: 'More' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Submit for approval' }));
    expect(await screen.findByText(/was not marked$/)).toBeTruthy();
    expect(screen.getByText('It is billed.')).toBeTruthy();
    expect(fakeState.changes.size).toBe(0);
  });

  it('stands in the menu of a row and in the palette', async () => {
    const { user } = await openRows('TimeEntry');
    const row = document.querySelector<HTMLElement>('[data-row-key="te-3"]')!;
    fireEvent.contextMenu(row, { clientX: 40, clientY: 40 });
    await user.click(await screen.findByRole('menuitem', { name: 'Approve' }));
    await waitFor(() => expect(fakeState.changes.get('TimeEntry/te-3')?.action).toBe('Approve'));
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByRole('combobox', { name: /^Search places/ }), '> reject');
    const palette = within(screen.getByRole('listbox', { name: 'Command palette' }));
    expect(palette.getAllByRole('option')).toHaveLength(1);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(fakeState.changes.get('TimeEntry/te-3')?.action).toBe('Reject'));
  });

  it('the menu of a row that is not ticked is about that row alone', async () => {
    const { user } = await openRows('TimeEntry');
    await user.click(screen.getByRole('button', { name: 'Tick all rows' }));
    await user.click(screen.getByRole('checkbox', { name: `Tick row ${placeOf('te-3')}` }));
    const row = document.querySelector<HTMLElement>('[data-row-key="te-3"]')!;
    fireEvent.contextMenu(row, { clientX: 40, clientY: 40 });
    await user.click(await screen.findByRole('menuitem', { name: 'Approve' }));
    await waitFor(() => expect(fakeState.changes.get('TimeEntry/te-3')?.action).toBe('Approve'));
    expect(fakeState.changes.size).toBe(1);
  });

  it('can name who is to decide and carry a remark', async () => {
    const { user } = await openRows('TimeEntry');
    const bar = await tick(user, ['te-0', 'te-2'].map(placeOf));
    await user.click(within(bar).getByRole('button', { name: 'With a remark…' }));
    const dialog = await screen.findByRole('dialog', { name: /^Approval of 2 records/ });
    await user.selectOptions(within(dialog).getByLabelText('What is done'), 'submit');
    await user.type(within(dialog).getByLabelText('Who is to decide'), 'Grace');
    await user.click(await screen.findByRole('option', { name: /^Grace/, hidden: true }, later));
    await user.type(within(dialog).getByLabelText('Remark'), 'Please by Friday');
    await user.click(within(dialog).getByRole('button', { name: 'Mark' }));
    await waitFor(() => expect(fakeState.changes.size).toBe(2));
    expect(fakeState.changes.get('TimeEntry/te-2')?.fields.get('workflow')).toEqual([
      { action: 'submit', submitToId: 'em-3', memo: 'Please by Friday' },
    ]);
    await waitFor(() => expect(screen.queryByRole('dialog', { name: /^Approval of/ })).toBeNull());
  });

  it('the words of a company can be changed', async () => {
    const { user } = await openRows('TimeEntry');
    await user.keyboard('{Control>}k{/Control}');
    await user.type(
      await screen.findByRole('combobox', { name: /^Search places/ }),
      '> approval words{Enter}',
    );
    const dialog = await screen.findByRole('dialog', { name: /^Approval words of/ });
    await user.type(await within(dialog).findByLabelText('Submit for approval'), 'SendOn');
    await user.click(within(dialog).getByRole('button', { name: 'Keep the words' }));
    await waitFor(() => expect(fakeState.actionWords.get('submit')).toBe('SendOn'));
    expect(fakeState.actionWords.get('approve')).toBe('');
  });

  it('is offered only where the records have it', async () => {
    const { user } = await openRows('Client');
    const bar = await tick(user, [1]);
    expect(
      within(bar)
        .getAllByRole('button')
        .map((button) => button.textContent),
    ).toEqual(['Select all 6', 'Set a field…', 'Duplicate', 'Mark 1 for deletionDel', '']);
  });
});

describe('chosen rows', () => {
  const search = () => screen.getByRole('searchbox', { name: 'Search rows' });
  const bar = () => screen.queryByRole('toolbar', { name: 'Selected rows' });
  const shown = () => document.querySelector('table')?.getAttribute('data-row-count');

  it('are chosen no more once the list shows other rows or none', async () => {
    const { user } = await openRows('TimeEntry');
    await tick(user, [1, 2]);
    await user.type(search(), 'nothing is called that');
    await waitFor(() => expect(shown()).toBeUndefined(), later);
    expect(bar()).toBeNull();
    expect(screen.queryByText(/selected$/)).toBeNull();
    await user.clear(search());
    await waitFor(() => expect(shown()).toBe('320'), later);
    expect(bar()).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Tick all rows' }));
    expect(bar()).toBeTruthy();
    await user.type(search(), 'library');
    await waitFor(() => expect(shown()).toBe('32'), later);
    expect(bar()).toBeNull();
  });

  it('are acted on from a menu that was open while the list was read again', async () => {
    const { user } = await openRows('TimeEntry');
    await waitFor(() => expect(fakeState.mirrors.get('TimeEntry')?.state).toBe('complete'), later);
    await user.click(screen.getByRole('button', { name: 'Tick all rows' }));
    fireEvent.contextMenu(document.querySelector('[data-row-key="te-3"]')!, { clientX: 40 });
    const item = await screen.findByRole('menuitem', { name: 'Submit 320 for approval' });
    const closed = vi.spyOn(commands, 'closeView');
    const asOf = Date.UTC(2026, 0, 5);
    fakeState.mirrors.set('TimeEntry', { ...mirror('TimeEntry'), asOf });
    act(() => events.mirrorChanged.send({ connectionId: demo, mirror: mirror('TimeEntry') }));
    await waitFor(() => expect(closed).toHaveBeenCalled(), later);
    await user.click(item);
    await waitFor(() => expect(fakeState.changes.size).toBeGreaterThan(100), later);
  });

  it('that cannot be told are said to be so', async () => {
    const { user } = await openRows('TimeEntry');
    await user.click(screen.getByRole('button', { name: 'Tick all rows' }));
    const error = { code: 'closed', message: 'The list was closed.' };
    vi.spyOn(commands, 'selectedIds').mockRejectedValue(error);
    const submit = { name: 'Submit 320 for approval' };
    await user.click(within(bar()!).getByRole('button', submit));
    expect(await screen.findByText('The list was closed.')).toBeTruthy();
    expect(fakeState.changes.size).toBe(0);
  });
});
