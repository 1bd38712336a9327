// What of a pasted block has no row becomes new records, once somebody wants it.

import { screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { fakeState } from '../ipc/fake';
import { openRows } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };
const made = () => [...fakeState.changes.values()].map((change) => [...change.fields]);

it('is offered, made in one step with names as records, and what is not understood is marked', async () => {
  const { user } = await openRows('TimeEntry');
  await user.click(screen.getByRole('button', { name: 'Paste 2 rows below the last one' }));
  expect(await screen.findByText('2 rows had no room below the last one.', {}, later)).toBeTruthy();
  expect(made()).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Make 2 new time entries' }));
  await waitFor(() => expect(made()).toHaveLength(2), later);
  expect(made()).toEqual([
    [
      ['date', '2026-10-30'],
      ['projectId', 'pr-1'],
      ['actualHours', '7.5'],
    ],
    [
      ['date', 'soon'],
      ['projectId', { named: 'Nowhere' }],
      ['actualHours', 'much'],
    ],
  ]);
  const rows = () => [...screen.getByRole('table').querySelectorAll('tr[data-mark="new"]')];
  await waitFor(() => expect(rows()).toHaveLength(2), later);
  expect(rows().some((row) => row.textContent.includes('Nowhere'))).toBe(true);
  await user.keyboard('{Control>}z{/Control}');
  await waitFor(() => expect(made()).toEqual([]), later);
});
