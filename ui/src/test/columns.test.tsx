import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { openRows } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };
const table = () => screen.getByRole('table');
const columns = () => table().dataset['columns']?.split(' ') ?? [];
const FIRST = ['date', 'resourceId', 'projectId', 'activityId', 'actualHours', 'billRate'];
type User = Awaited<ReturnType<typeof openRows>>['user'];

async function choose(user: User, column: string, item: string) {
  await user.click(screen.getByRole('button', { name: `Menu of ${column}` }));
  const menu = await screen.findByRole('menu', { name: `Column ${column}` }, later);
  await user.click(within(menu).getByRole('menuitem', { name: item }));
  await waitFor(() => expect(screen.queryByRole('menu')).toBeNull(), later);
}

describe('columns', () => {
  it('are pinned, moved and hidden from the menu of their header', async () => {
    const { user } = await openRows('TimeEntry');
    expect(columns().slice(0, 6)).toEqual(FIRST);
    await choose(user, 'Project', 'Pin to the start');
    expect(columns().slice(0, 3)).toEqual(['projectId', 'date', 'resourceId']);
    await choose(user, 'Date', 'Move towards the end');
    expect(columns().slice(0, 3)).toEqual(['projectId', 'resourceId', 'date']);
    await choose(user, 'Employee', 'Hide');
    expect(columns().slice(0, 2)).toEqual(['projectId', 'date']);
    expect(columns()).not.toContain('resourceId');
  });

  it('are found, shown, put in order and brought back in the list of columns', async () => {
    const { user } = await openRows('Project');
    const first = columns();
    await user.click(screen.getByRole('button', { name: /^Columns/ }));
    const list = await screen.findByRole('dialog', { name: /^Columns/ }, later);
    await user.type(within(list).getByRole('searchbox', { name: 'Find a column' }), 'mem');
    expect(within(list).getAllByRole('checkbox')).toHaveLength(1);
    await user.click(within(list).getByRole('checkbox', { name: 'Show Memo' }));
    expect(columns()).toEqual([...first, 'memo']);
    await user.click(within(list).getByRole('button', { name: 'Move Memo towards the start' }));
    expect(columns().at(-2)).toBe('memo');
    await user.click(within(list).getByRole('button', { name: 'Back to the first choice' }));
    expect(columns()).toEqual(first);
  });

  it('keep the keyboard in their list while they are shown and hidden there', async () => {
    const { user } = await openRows('Project');
    await user.click(screen.getByRole('button', { name: /^Columns/ }));
    const list = await screen.findByRole('dialog', { name: /^Columns/ }, later);
    const memo = () => within(list).getByRole('checkbox', { name: 'Show Memo' });
    memo().focus();
    await user.keyboard(' ');
    expect(columns()).toContain('memo');
    expect(document.activeElement).toBe(memo());
    await user.keyboard(' ');
    expect(columns()).not.toContain('memo');
    expect(document.activeElement).toBe(memo());
    await user.keyboard('{Escape}');
    await waitFor(
      () => expect(screen.queryByRole('dialog', { name: /^Columns/ })).toBeNull(),
      later,
    );
  });

  it('rows are as high as the list says, else as the window does', async () => {
    const { user } = await openRows('Client');
    expect(table().dataset['rowHeight']).toBe('30');
    await user.click(screen.getByRole('button', { name: /^Columns/ }));
    const list = await screen.findByRole('dialog', { name: /^Columns/ }, later);
    await user.click(within(list).getByRole('radio', { name: 'Compact' }));
    expect(table().dataset['rowHeight']).toBe('26');
    await user.click(within(list).getByRole('button', { name: 'Back to the first choice' }));
    expect(table().dataset['rowHeight']).toBe('30');
  });
});

describe('sorting', () => {
  it('keeps the keyboard in its list while sorts are moved, taken away and added', async () => {
    const { user } = await openRows('Invoice');
    await choose(user, 'Balance', 'Add to the sort');
    await user.click(screen.getByRole('button', { name: /^Sort: / }));
    const list = await screen.findByRole('dialog', { name: /^Sort/ }, later);
    const button = (name: string) => within(list).getByRole('button', { name });
    button('Sort by Balance earlier').focus();
    await user.keyboard('{Enter}');
    expect(button('Sort by Balance earlier').getAttribute('aria-disabled')).toBe('true');
    expect(document.activeElement).toBe(button('Sort by Balance earlier'));
    button('Do not sort by Balance').focus();
    await user.keyboard('{Enter}');
    expect(document.activeElement).toBe(button('Do not sort by Date'));
    await user.keyboard('{Enter}');
    expect(document.activeElement).toBe(
      within(list).getByRole('searchbox', { name: 'Find a column' }),
    );
    button('Client').focus();
    await user.keyboard('{Enter}');
    expect(list.contains(document.activeElement)).toBe(true);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog', { name: /^Sort/ })).toBeNull(), later);
  });

  it('by several columns is listed, turned, moved and taken away', async () => {
    const { user } = await openRows('Invoice');
    await choose(user, 'Balance', 'Add to the sort');
    const sort = (name: string) => screen.findByRole('button', { name: `Sort: ${name}` }, later);
    await user.click(await sort('Date, newest first +1'));
    const list = await screen.findByRole('dialog', { name: /^Sort/ }, later);
    const press = (name: string) => user.click(within(list).getByRole('button', { name }));
    await press('Balance, smallest first. Turn around');
    await press('Sort by Balance earlier');
    await sort('Balance, largest first +1');
    await press('Do not sort by Date');
    await sort('Balance, largest first');
    await waitFor(
      () => expect(table().querySelector('tbody tr')?.textContent).toContain('18,240.00'),
      later,
    );
    await user.type(within(list).getByRole('searchbox', { name: 'Find a column' }), 'cli{Enter}');
    await sort('Balance, largest first +1');
  });
});

describe('totals', () => {
  const totals = () => screen.getAllByTestId('total').map((one) => one.textContent);

  it('are those of the view, then those of the ticked rows', async () => {
    const { user } = await openRows('TimeEntry');
    await waitFor(() => expect(totals()[0]).toBe('Hours 1,320.00'), later);
    const [row] = table().querySelectorAll('tbody tr');
    const hours = row?.querySelectorAll('td')[columns().indexOf('actualHours') + 1]?.textContent;
    await user.click(screen.getByRole('checkbox', { name: 'Tick row 1' }));
    await waitFor(() => expect(totals()[0]).toBe(`Hours ${hours}`), later);
    expect(screen.getByText('1 of 320 rows selected')).toBeTruthy();
    const bar = screen.getByRole('toolbar', { name: 'Selected rows' });
    await user.click(within(bar).getByRole('button', { name: 'Select all 320' }));
    expect(screen.getByText('320 of 320 rows selected')).toBeTruthy();
    expect(within(bar).queryByRole('button', { name: /^Select all/ })).toBeNull();
    await waitFor(() => expect(totals()[0]).toBe('Hours 1,320.00'), later);
  });

  it('of selected cells say so', async () => {
    const { user } = await openRows('TimeEntry');
    await waitFor(() => expect(totals()[0]).toBe('Hours 1,320.00'), later);
    await user.click(screen.getByRole('button', { name: 'Select cells of 4 rows' }));
    expect(screen.queryAllByTestId('total')).toEqual([]);
    expect(await screen.findByText('Sum of 4 cells', {}, later)).toBeTruthy();
    expect(totals()).toHaveLength(1);
  });
});
