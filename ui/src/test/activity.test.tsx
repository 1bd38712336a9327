import { act, cleanup, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { JournalEntryView } from '../ipc/client';
import { commands, fakeState, resetFake } from '../ipc/fake';
import { rowsOf } from '../ipc/fake/state';
import { paths } from '../paths';
import { visit } from '../place';
import { demo, showApp } from './desk';
import { expectNoViolation } from './violations';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };
const NOW = Date.now();

const entry = (
  number: number,
  runId: string,
  part: Partial<JournalEntryView>,
): JournalEntryView => ({
  number,
  at: NOW - 1000,
  runId,
  company: 'Fernhill Engineering',
  entityType: 'TimeEntry',
  entityTypeTitle: 'Time entry',
  id: `t${number}`,
  title: `Entry ${number}`,
  kind: 'edit',
  fields: [
    {
      field: 'description',
      title: 'Description',
      action: null,
      before: `before ${number}`,
      after: `after ${number}`,
      changedThere: false,
      theirs: null,
    },
  ],
  outcome: 'done',
  status: 200,
  words: null,
  ...part,
});

beforeEach(() => {
  cleanup();
  resetFake();
  fakeState.connected = fakeState.signedIn = true;
  fakeState.journal = [
    entry(4, 'run-2', {
      entityType: 'Client',
      entityTypeTitle: 'Client',
      title: 'Brook & Daughters',
    }),
    entry(3, 'run-1', { outcome: 'refused', status: 406, words: 'It is in use' }),
    entry(2, 'run-1', {}),
    entry(1, 'run-1', {}),
  ];
});

async function open() {
  const opened = showApp(paths.activity);
  await screen.findByText('Brook & Daughters', {}, later);
  return opened;
}

describe('the activity', () => {
  it('folds a run of several writes, and shows a run of one as its write', async () => {
    const { user } = await open();
    expect(screen.getByText('Brook & Daughters')).toBeTruthy();
    expect(screen.queryByText('Entry 1')).toBeNull();
    const run = screen.getByRole('button', { name: /Run of 3 changes 2 saved and 1 refused/ });
    await user.click(run);
    expect(await screen.findByText('Entry 1')).toBeTruthy();
    expect(screen.getByText('before 2', { selector: 'del' })).toBeTruthy();
    expect(screen.getByText('406 Refused')).toBeTruthy();
    await expectNoViolation();
    await user.click(run);
    expect(screen.queryByText('Entry 1')).toBeNull();
  });

  it('is narrowed by result, kind and words, and says how many writes there are', async () => {
    const { user } = await open();
    expect(await screen.findByText('4 writes')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /^Refused/ }));
    expect(await screen.findByText('Entry 3')).toBeTruthy();
    expect(screen.queryByText('Brook & Daughters')).toBeNull();
    expect(await screen.findByText('1 write')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show everything' }));
    const kinds = screen.getByRole('group', { name: 'Entity' });
    await user.click(within(kinds).getByRole('button', { name: /^Clients/ }));
    expect(await screen.findByText('1 write')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show everything' }));
    await user.keyboard('{Control>}f{/Control}after 2');
    expect(await screen.findByText('Entry 2')).toBeTruthy();
    await user.keyboard('xyz');
    expect(await screen.findByText('No write is like that')).toBeTruthy();
  });

  it('says what undoing a run would do, and makes the opposite changes to be reviewed', async () => {
    const { user } = await open();
    await user.click(screen.getByRole('button', { name: 'Undo run…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Undo what was sent?' });
    expect(await within(dialog).findByText('2 records get their former values')).toBeTruthy();
    await user.click(within(dialog).getByRole('button', { name: 'Make 2 opposite changes' }));
    expect(await screen.findByRole('heading', { name: 'Review changes' }, later)).toBeTruthy();
  });

  it('names what cannot be undone', async () => {
    const [last] = fakeState.journal;
    fakeState.journal[0] = {
      ...last!,
      fields: last!.fields.map((field) => ({ ...field, action: 'Submit' })),
    };
    const { user } = await open();
    expect(
      screen.queryByRole('button', { name: 'Undo the change of Brook & Daughters' }),
    ).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Details of Brook & Daughters' }));
    expect(await screen.findByText(/along its way cannot be undone/)).toBeTruthy();
  });

  it('opens the details of any write, and undoes one field of it alone', async () => {
    const last = fakeState.journal[0]!;
    const phone = { ...last.fields[0]!, field: 'phone', title: 'Phone' };
    const fax = { ...last.fields[0]!, field: 'fax', title: 'Fax', before: '1', after: '2' };
    fakeState.journal[0] = { ...last, id: rowsOf('Client')[0]!.id, fields: [phone, fax] };
    const { user } = await open();
    await user.click(screen.getByRole('button', { name: 'Details of Brook & Daughters' }));
    const fields = await screen.findByRole('table', { name: 'Fields of Brook & Daughters' });
    expect(within(fields).getByRole('row', { name: /^Fax 1 2/ })).toBeTruthy();
    expect(screen.getByText('Number in the journal')).toBeTruthy();
    expect(screen.getByText('less than 1 s')).toBeTruthy();
    await expectNoViolation();
    const undone = vi.spyOn(commands, 'undoWritten');
    await user.click(
      within(fields).getByRole('button', { name: 'Undo Phone of Brook & Daughters' }),
    );
    const dialog = await screen.findByRole('dialog', { name: 'Undo what was sent?' });
    await user.click(await within(dialog).findByRole('button', { name: /^Make 1 opposite/ }));
    await screen.findByRole('heading', { name: 'Review changes' }, later);
    expect(undone).toHaveBeenCalledWith({
      connectionId: demo,
      what: { kind: 'field', number: last.number, field: 'phone' },
    });
    expect([...fakeState.changes.values()].map((one) => [...one.fields.keys()])).toEqual([
      ['phone'],
    ]);
  });

  it('says while older entries are not in the list, and shows them when they are', async () => {
    const all = fakeState.journal;
    fakeState.journal = all.slice(0, 1);
    fakeState.journalBehind = 1200;
    await open();
    expect(
      await screen.findByText(/^Older entries are being made searchable: 1,200 to go/),
    ).toBeTruthy();
    fakeState.journal = all;
    fakeState.journalBehind = 0;
    expect(await screen.findByRole('button', { name: /^Run of 3 changes/ }, later)).toBeTruthy();
    expect(screen.queryByText(/being made searchable/)).toBeNull();
  });

  it('says that the journal is as it was written, or where it is not', async () => {
    await open();
    expect(await screen.findByText(/^4 entries, each sealed/)).toBeTruthy();
    cleanup();
    fakeState.journalBrokenAt = 2;
    await open();
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByText('Entry 2 is not as it was written.')).toBeTruthy();
  });
});

describe('a change file', () => {
  it('is opened from the palette, and its changes are in the review', async () => {
    const { user } = await open();
    act(() => visit(paths.connection(demo)));
    await user.keyboard('{Control>}k{/Control}');
    await screen.findByRole('combobox', {}, later);
    await user.keyboard('>change file');
    await user.click(await screen.findByRole('option', { name: /Open a change file/ }, later));
    expect(await screen.findByRole('heading', { name: 'Review changes' }, later)).toBeTruthy();
    expect(await screen.findByText(/2 changes prepared by Priya Nair/)).toBeTruthy();
  });
});
