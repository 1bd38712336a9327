import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { fakeState, resetFake } from '../ipc/fake';
import { connectionOf, rowsOf } from '../ipc/fake/state';
import { commands } from '../ipc/client';
import { paths } from '../paths';
import { openRows, showApp } from './desk';
import { expectNoViolation } from './violations';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };
type User = Awaited<ReturnType<typeof openRows>>['user'];

async function tick(user: User, ...rows: number[]) {
  for (const row of rows)
    await user.click(screen.getByRole('checkbox', { name: `Tick row ${row}` }));
  return screen.findByRole('toolbar', { name: 'Selected rows' });
}

async function pickField(user: User, dialog: HTMLElement, title: string) {
  const box = within(dialog).getByRole('combobox', { name: 'Field' });
  await user.clear(box);
  await user.paste(title);
  await user.keyboard('{Enter}');
  expect((box as HTMLInputElement).value).toBe(title);
}

const changed = () => [...fakeState.changes.values()].map((one) => [...one.fields]);

describe('a field of many rows', () => {
  it('is set on the ticked ones, after a look at what that does, as one step', async () => {
    const { user } = await openRows('TimeEntry');
    const bar = await tick(user, 1, 2, 3);
    await user.click(within(bar).getByRole('button', { name: 'Set a field…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Set a field of 3 time entries' });
    const set = () => within(dialog).getAllByRole<HTMLButtonElement>('button').at(-1)!;
    await pickField(user, dialog, 'Description');
    expect(set().disabled).toBe(true);
    await user.click(within(dialog).getByLabelText('Value'));
    await user.paste('Site visit');
    await user.tab();
    expect(await within(dialog).findByText('3 time entries would change.', {}, later)).toBeTruthy();
    expect(within(dialog).getAllByText('Site visit', { selector: 'ins' })).toHaveLength(3);
    await expectNoViolation(dialog);
    await user.click(
      await within(dialog).findByRole('button', {
        name: 'Set Description to Site visit on 3 time entries',
      }),
    );
    await waitFor(() => expect(fakeState.changes.size).toBe(3));
    expect(changed()).toEqual(Array(3).fill([['description', 'Site visit']]));
  });

  it('takes a per cent of a number, and finds and replaces in a text', async () => {
    const { user } = await openRows('TimeEntry');
    const bar = await tick(user, 1);
    const rate = Number(rowsOf('TimeEntry')[0]!['billRate']);
    await user.click(within(bar).getByRole('button', { name: 'Set a field…' }));
    const dialog = await screen.findByRole('dialog');
    await pickField(user, dialog, 'Bill rate');
    await user.selectOptions(within(dialog).getByLabelText('How'), 'Add per cent');
    await user.type(within(dialog).getByLabelText('Per cent'), '5');
    await user.click(
      await within(dialog).findByRole('button', { name: 'Bill rate +5 % on 1 time entry' }, later),
    );
    await waitFor(() => expect(fakeState.changes.size).toBe(1));
    expect(Number(changed()[0]![0]![1])).toBeCloseTo(rate * 1.05, 2);
  });

  it('is set on every row of the view, also of those that were never in sight', async () => {
    const { user } = await openRows('TimeEntry');
    const bar = await tick(user, 1);
    await user.click(within(bar).getByRole('button', { name: /^Select all/ }));
    const bulk = vi.spyOn(commands, 'bulkEdit');
    await user.click(within(bar).getByRole('button', { name: 'Set a field…' }));
    const dialog = await screen.findByRole('dialog');
    await pickField(user, dialog, 'Description');
    await user.selectOptions(within(dialog).getByLabelText('How'), 'Make it empty');
    await user.click(await within(dialog).findByRole('button', { name: /^Empty Description on/ }));
    expect(bulk.mock.calls[0]?.[0].rows).toMatchObject({ selection: { all: true, ids: [] } });
    bulk.mockRestore();
  });
});

describe('many rows', () => {
  it('are copied at once', async () => {
    const { user } = await openRows('TimeEntry');
    const bar = await tick(user, 1, 2);
    await user.click(within(bar).getByRole('button', { name: 'Duplicate' }));
    expect(await screen.findByText('2 time entries copied, not sent yet.', {}, later)).toBeTruthy();
    expect([...fakeState.changes.values()].map((one) => one.kind)).toEqual(['create', 'create']);
  });

  it('are marked for deletion after telling which the service will keep, without those', async () => {
    const { user } = await openRows('Project');
    const bar = await tick(user, 1, 2);
    vi.spyOn(commands, 'checkDeletes').mockImplementationOnce(async ({ rows }) => ({
      rows: 2,
      free: 1,
      kept: [{ reason: 'are on invoice 2931', count: 1, ids: rows.selection.ids.slice(1) }],
      withDependants: 0,
      withEdits: 0,
      newRecords: 0,
      isWhole: true,
      rules: [],
    }));
    const mark = vi.spyOn(commands, 'markRows');
    await user.click(within(bar).getByRole('button', { name: /Mark 2/ }));
    const dialog = await screen.findByRole('dialog', { name: 'Mark 2 projects for deletion?' });
    expect(within(dialog).getByText('1 can be deleted')).toBeTruthy();
    expect(within(dialog).getByText('They are on invoice 2931.')).toBeTruthy();
    expect(document.activeElement?.textContent).toBe('Cancel');
    await expectNoViolation(dialog);
    await user.click(within(dialog).getByRole('button', { name: 'Mark 1 for deletion' }));
    await waitFor(() => expect(fakeState.changes.size).toBe(1));
    expect(mark.mock.calls[0]?.[0].rows.selection.ids).toHaveLength(1);
    mark.mockRestore();
  });

  it('ask for their number and the company before more than 50 of them are marked in production', async () => {
    resetFake();
    fakeState.others.push(connectionOf({ id: 'live', environment: 'production', company: 'Live' }));
    const { user } = showApp(paths.entities('live', 'TimeEntry'));
    await screen.findByRole('button', { name: 'Row 1' }, later);
    const bar = await tick(user, 1);
    await user.click(within(bar).getByRole('button', { name: /^Select all/ }));
    await user.click(within(bar).getByRole('button', { name: /Mark 320/ }));
    const dialog = await screen.findByRole('dialog', {
      name: 'Mark 320 time entries for deletion?',
    });
    const yes = within(dialog).getByText('Mark 320 for deletion').closest('button')!;
    expect(yes.disabled).toBe(true);
    await user.click(within(dialog).getByLabelText('Type 320, the number of records'));
    await user.paste('320');
    expect(yes.disabled).toBe(true);
    await user.click(within(dialog).getByLabelText('Type Live, the company'));
    await user.paste('Live');
    expect(yes.disabled).toBe(false);
    await user.click(yes);
    await waitFor(() => expect(fakeState.changes.size).toBe(320), later);
  });
});

describe('a step over many rows', () => {
  it('tells how far it is, and keeps nothing when it is stopped', async () => {
    const { user } = await openRows('TimeEntry');
    fakeState.stepTakes = 60_000;
    const bar = await tick(user, 1, 2, 3);
    await user.click(within(bar).getByRole('button', { name: 'Duplicate' }));
    const progress = await screen.findByRole('progressbar', { name: 'Copying 3 time entries…' });
    expect(progress.getAttribute('aria-valuemax')).toBe('3');
    fakeState.stepTakes = 20;
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    expect(await screen.findByText('Stopped. Nothing was changed.', {}, later)).toBeTruthy();
    expect(fakeState.changes.size).toBe(0);
  });
});
