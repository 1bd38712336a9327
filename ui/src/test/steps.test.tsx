// What was drafted is taken back and done again, step by step.

import { cleanup, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { commands, fakeState } from '../ipc/fake';
import { paths } from '../paths';
import { demo, openApp, openRows, showApp } from './desk';

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

describe('undo and redo by keys', () => {
  it('work in the review, and stay there', async () => {
    openApp(paths.home);
    await edit(['te-1'], 'One');
    await edit(['te-2'], 'Two');
    cleanup();
    const { user } = showApp(paths.review(demo));
    await screen.findByRole('list', { name: 'Unsent changes' }, later);
    await user.keyboard('{Control>}z{/Control}');
    expect(await screen.findByRole('heading', { name: '1 change to send' }, later)).toBeTruthy();
    await user.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    expect(await screen.findByRole('heading', { name: '2 changes to send' }, later)).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Review changes' })).toBeTruthy();
  });

  it('work on a finished run', async () => {
    openApp(paths.home);
    fakeState.changeTakes = 5;
    await edit(['te-1'], 'One');
    fakeState.statuses.set('TimeEntry/te-1', 400);
    const { runId } = await commands.sendReviewed({
      connectionId: demo,
      edits: 1,
      creates: 0,
      deletes: 0,
    });
    await edit(['te-2'], 'Two');
    cleanup();
    const { user } = showApp(paths.run(demo, runId));
    await screen.findByRole('heading', { name: 'Sent, with 1 problem' }, later);
    await user.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(edited()).toEqual(['te-1']), later);
  });

  it('work from a field of the record once its text is kept, and leave typing to it before', async () => {
    const { user } = openApp(paths.entities(demo, 'TimeEntry', { record: 'te-1' }));
    const memo = await screen.findByLabelText<HTMLInputElement>('Description', {}, later);
    const before = memo.value;
    await user.clear(memo);
    await user.type(memo, 'Typed');
    await user.keyboard('{Control>}z{/Control}');
    expect(edited()).toEqual([]);
    await user.type(memo, '!');
    await user.tab();
    await waitFor(() => expect(edited()).toEqual(['te-1']), later);
    await waitFor(() => expect(memo.dataset['kept']).toBe('true'), later);
    memo.focus();
    await user.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(edited()).toEqual([]), later);
    await waitFor(() => expect(memo.value).toBe(before), later);
  });
});
