import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { commands, events, fakeState } from '../ipc/fake';
import { field } from '../ipc/fake/catalogue';
import { paths } from '../paths';
import { askService, demo, openApp, openRows, showApp } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };

describe('asking the service', () => {
  it('shows exactly the rows that fit, in a chip what was asked, and clears it', async () => {
    const { user } = await openRows('TimeEntry');
    await askService(user);
    await user.selectOptions(await screen.findByLabelText('Field'), 'Status');
    await user.selectOptions(screen.getByLabelText('Value'), 'Approved');
    await user.click(screen.getByRole('button', { name: 'Ask' }));
    const chip = await screen.findByTestId('asked', {}, later);
    expect(chip.textContent).toContain('Status is Approved');
    const approved = fakeState.rows.get('TimeEntry')!.filter((row) => row['billStatus'] === 2);
    const shown = () =>
      screen.queryByRole('table', { name: 'Time entries' })?.getAttribute('data-row-count');
    await waitFor(() => expect(shown()).toBe(String(approved.length)), later);
    expect(fakeState.asked.at(-1)!.groups).toEqual([
      [{ field: 'billStatus', operator: 'equal', value: 2 }],
    ]);
    await user.click(within(chip).getByRole('button', { name: /^Clear the question/ }));
    await waitFor(() => expect(shown()).toBe('320'), later);
  });

  it('offers only fields that the service can filter by, and says why not the others', async () => {
    const { user } = await openRows('TimeEntry');
    await askService(user);
    const fields = await screen.findByLabelText('Field');
    const memo = within(fields).getByRole<HTMLOptionElement>('option', { name: 'Memo' });
    expect(memo.disabled).toBe(true);
    expect(memo.parentElement?.getAttribute('label')).toBe('BQE CORE cannot filter by these');
    expect(
      within(fields).getByRole<HTMLOptionElement>('option', { name: 'Project' }).disabled,
    ).toBe(false);
  });

  it('shows the service’s words when it refuses an expression', async () => {
    const { user } = await openRows('TimeEntry');
    fakeState.refuseExpression = true;
    await askService(user);
    await user.click(await screen.findByRole('tab', { name: 'Expert' }));
    await user.type(screen.getByLabelText(/^Expression/), 'nothing=1');
    await user.click(screen.getByRole('button', { name: 'Ask' }));
    expect(
      await screen.findByText(/BQE CORE refused: “`nothing` is no field/, {}, later),
    ).toBeTruthy();
    await waitFor(() => expect(screen.queryByTestId('asked')).toBeNull(), later);
  });
});

describe('reading', () => {
  it('a full check tells what it found', async () => {
    const { user } = await openRows('TimeEntry');
    await waitFor(() => expect(fakeState.mirrors.get('TimeEntry')?.state).toBe('complete'), later);
    await user.click(await screen.findByRole('button', { name: 'What to read' }, later));
    await user.click(await screen.findByRole('menuitem', { name: /Check everything again/ }));
    expect(
      await screen.findByText('Time entries checked: 0 new, 1 changed, 2 gone.', {}, later),
    ).toBeTruthy();
  });

  it('a nested collection is read for one record that is chosen', async () => {
    const { user } = openApp(paths.entities(demo, 'ProjectResource'));
    expect(await screen.findByText('Choose one project', {}, later)).toBeTruthy();
    await user.type(screen.getByLabelText('Of project'), 'Quay');
    await user.click(
      await screen.findByRole('option', { name: /^Quay House/, hidden: true }, later),
    );
    const table = await screen.findByRole('table', { name: 'Project resources' }, later);
    await waitFor(() => expect(table.getAttribute('data-row-count')).toBe('3'), later);
    expect([...fakeState.below.keys()]).toEqual(['pr-1']);
  });

  it('the details of a record list what stands below it, read when it is opened', async () => {
    const { user } = await openRows('Project');
    await user.click(screen.getByRole('button', { name: 'Row 1' }));
    await user.click(await screen.findByRole('tab', { name: /^Related/ }));
    const below = await screen.findByTestId('below-ProjectResource');
    expect(fakeState.below.size).toBe(0);
    await user.click(within(below).getByRole('button', { name: /Project resources/ }));
    await waitFor(
      () => expect(within(below).getAllByRole('listitem').length).toBeGreaterThan(1),
      later,
    );
    expect(fakeState.below.size).toBe(1);
    await user.click(within(below).getByRole('button', { name: 'Open as a list' }));
    expect(await screen.findByRole('table', { name: 'Project resources' }, later)).toBeTruthy();
  });

  it('the search that filters the list stands in its box', async () => {
    const { user } = await openRows('TimeEntry');
    await user.type(screen.getByRole('searchbox', { name: 'Search rows' }), 'site visit');
    await waitFor(() => expect(screen.getByTestId('status').textContent).toMatch(/ of 320/), later);
    await user.click(screen.getByTestId('nav-Client'));
    await screen.findByRole('table', { name: 'Clients' }, later);
    await user.click(screen.getByTestId('nav-TimeEntry'));
    await screen.findByRole('table', { name: 'Time entries' }, later);
    const box = screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search rows' });
    expect(box.value).toBe('site visit');
    await user.clear(box);
    await user.type(box, 'zzzz');
    await user.click(await screen.findByRole('button', { name: 'Clear the search' }, later));
    expect(screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search rows' }).value).toBe('');
  });
});

describe('what was read', () => {
  it('below one record has its own time, and cannot be refreshed without one', async () => {
    const { user } = openApp(paths.entities(demo, 'ProjectResource'));
    const refresh = () => screen.findByRole<HTMLButtonElement>('button', { name: 'Refresh' });
    const parent = await screen.findByLabelText('Of project', {}, later);
    await user.clear(parent);
    await user.type(parent, 'Quay');
    await user.click(
      await screen.findByRole('option', { name: /^Quay House/, hidden: true }, later),
    );
    await waitFor(
      () => expect(screen.getByTestId('as-of').textContent).toMatch(/^As of .*, 3 rows$/),
      later,
    );
    expect((await refresh()).disabled).toBe(false);
    await user.click(screen.getByRole('button', { name: 'Show all, not one project' }));
    await waitFor(async () => expect((await refresh()).disabled).toBe(true), later);
  });

  it('is not called none where it could not be read', async () => {
    const loading = vi.spyOn(commands, 'loadBelow').mockRejectedValue({
      code: 'unreachable',
      message: 'BQE CORE cannot be reached.',
      nextStep: 'retry',
      detail: null,
    });
    const { user } = openApp(paths.entities(demo, 'ProjectResource'));
    await user.type(await screen.findByLabelText('Of project', {}, later), 'Depot');
    await user.click(await screen.findByRole('option', { name: /^Depot/, hidden: true }, later));
    expect(await screen.findByText(/Depot Conversion could not be read/, {}, later)).toBeTruthy();
    expect(screen.queryByText('The service lists none here.')).toBeNull();
    loading.mockRestore();
    fakeState.rows.set('ProjectResource', []);
    await user.click(screen.getAllByRole('button', { name: 'Refresh' }).at(-1)!);
    expect(await screen.findByText('The service lists none here.', {}, later)).toBeTruthy();
  });

  it('and broke off is not shown as whole', async () => {
    const { user } = await openRows('TimeEntry');
    await askService(user);
    await user.selectOptions(await screen.findByLabelText('Field'), 'Status');
    await user.selectOptions(screen.getByLabelText('Value'), 'Approved');
    await user.click(screen.getByRole('button', { name: 'Ask' }));
    const chip = await screen.findByTestId('asked', {}, later);
    await within(chip).findByText(/^\d+ rows$/, {}, later);
    expect(within(chip).queryByText(/broke off/)).toBeNull();
    const error = {
      code: 'unreachable' as const,
      message: 'BQE CORE cannot be reached.',
      nextStep: 'retry' as const,
      detail: null,
    };
    const answerId = [...fakeState.answers.keys()].at(-1)!;
    act(() => {
      events.answerChanged.send({ answer: { answerId, rows: 12, state: 'failed', error } });
    });
    expect(await within(chip).findByText('broke off, more may fit')).toBeTruthy();
  });

  it('yes or no is asked for only once it is chosen', async () => {
    openApp(paths.home);
    cleanup();
    const billable = field('ticked', 'Ticked', 'boolean', { filterable: true });
    fakeState.learnt.set('TimeEntry', [billable]);
    const { user } = showApp(paths.entities(demo, 'TimeEntry'));
    await askService(user);
    await user.selectOptions(await screen.findByLabelText('Field'), 'Ticked');
    const value = screen.getByLabelText<HTMLSelectElement>('Value');
    expect(value.value).toBe('null');
    const go = screen.getByRole<HTMLButtonElement>('button', { name: 'Ask' });
    expect(go.disabled).toBe(true);
    await user.selectOptions(value, 'No');
    await user.click(go);
    await waitFor(() =>
      expect(fakeState.asked.at(-1)?.groups).toEqual([
        [{ field: 'ticked', operator: 'equal', value: false }],
      ]),
    );
  });
});
