// What was drafted is taken back and done again, step by step.

import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { commands, fakeState } from '../ipc/fake';
import { demo, openRows } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 8000 };
const edited = () => [...fakeState.changes.values()].map((one) => one.id);
const edit = (ids: string[], value: string, step: 'paste' | 'fill' | null = null) =>
  commands.editFields({
    connectionId: demo,
    entityType: 'TimeEntry',
    step,
    edits: ids.map((id) => ({ id, field: 'description', value })),
  });

describe('a step of drafting', () => {
  it('is taken back and done again by keys, and said by name', async () => {
    const { user } = await openRows('TimeEntry');
    await edit(['te-1'], 'One');
    await edit(['te-1', 'te-2', 'te-3'], 'Three', 'fill');
    await user.keyboard('{Control>}z{/Control}');
    expect(
      await screen.findByText('Undone: Description filled down on 3 time entries.', {}, later),
    ).toBeTruthy();
    expect(edited()).toEqual(['te-1']);
    await user.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    await waitFor(() => expect(edited()).toHaveLength(3), later);
  });

  it('follows the one before it, and Ctrl Y does the first again', async () => {
    const { user } = await openRows('TimeEntry');
    await edit(['te-1'], 'One');
    await edit(['te-1', 'te-2'], 'Two');
    await user.keyboard('{Control>}z{/Control}{Control>}z{/Control}');
    await waitFor(() => expect(edited()).toEqual([]), later);
    await user.keyboard('{Control>}y{/Control}');
    await waitFor(() => expect(edited()).toEqual(['te-1']), later);
  });

  it('has a button that tells what it takes back', async () => {
    const { user } = await openRows('TimeEntry');
    expect(screen.queryByRole('button', { name: /^Undo/ })).toBeNull();
    await edit(['te-1', 'te-2'], 'Two', 'paste');
    await user.click(
      await screen.findByRole(
        'button',
        { name: 'Undo: Description pasted on 2 time entries' },
        later,
      ),
    );
    await waitFor(() => expect(edited()).toEqual([]), later);
    await user.click(
      await screen.findByRole(
        'button',
        { name: 'Redo: Description pasted on 2 time entries' },
        later,
      ),
    );
    await waitFor(() => expect(edited()).toHaveLength(2), later);
  });

  it('leaves what became something else since, and says so', async () => {
    const { user } = await openRows('TimeEntry');
    await edit(['te-1', 'te-2'], 'Two');
    fakeState.changes.delete('TimeEntry/te-2');
    await user.keyboard('{Control>}z{/Control}');
    expect(
      await screen.findByText(
        /1 of them became something else since and stays as it is/,
        {},
        later,
      ),
    ).toBeTruthy();
    expect(edited()).toEqual([]);
  });

  it('is none of the window where text is typed', async () => {
    const { user } = await openRows('TimeEntry');
    await edit(['te-1'], 'One');
    await user.click(screen.getByRole('searchbox', { name: 'Search rows' }));
    await user.keyboard('{Control>}z{/Control}');
    expect(edited()).toEqual(['te-1']);
  });
});
