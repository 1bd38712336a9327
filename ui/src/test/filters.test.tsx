import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { commands, events, fakeState } from '../ipc/fake';
import type { FacetView, MirrorView } from '../ipc/client';
import { mirror, typeOf } from '../ipc/fake/state';
import { forgetQuestions } from '../features/entities/workspace/question';
import { paths } from '../paths';
import { visit } from '../place';
import { demo, openApp, openRows } from './desk';
import { expectNoViolation } from './violations';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

// What a list was asked stays while the window is open, and all tests share one.
afterEach(() => {
  vi.restoreAllMocks();
  forgetQuestions();
});

const later = { timeout: 8000 };
type Opened = Awaited<ReturnType<typeof openRows>>;
type User = Opened['user'];

const rows = () => fakeState.rows.get('TimeEntry')!;
const shown = () =>
  screen.queryByRole('table', { name: 'Time entries' })?.getAttribute('data-row-count');
const expectRows = (n: number) => waitFor(() => expect(shown()).toBe(String(n)), later);
const chip = (words: string | RegExp) => screen.findByRole('button', { name: words }, later);
const filters = () => within(screen.getByRole('group', { name: 'Filters' }));

/** Opens the popover of a new condition, by the keyboard. */
async function add(user: User, field: string) {
  screen.getByRole('button', { name: 'Add filter' }).focus();
  await user.keyboard('{Enter}');
  const find = await screen.findByRole('combobox', { name: 'Find a field' }, later);
  await waitFor(() => expect(document.activeElement).toBe(find), later);
  await user.keyboard(`${field}{Enter}`);
  await waitFor(() => expect(document.activeElement).not.toBe(find), later);
  return screen.findByRole('dialog', {}, later);
}

/** Ticks one status of the bill and asks for its rows. */
async function filterByBilled(user: User) {
  await add(user, 'stat');
  await user.click(await screen.findByRole('checkbox', { name: /^Billed/ }, later));
  await user.keyboard('{Enter}');
  await expectRows(80);
}

const settled = () =>
  waitFor(() => expect(fakeState.mirrors.get('TimeEntry')?.state).toBe('complete'), later);

function tell(change: Partial<MirrorView>) {
  fakeState.mirrors.set('TimeEntry', { ...mirror('TimeEntry'), ...change });
  act(() => events.mirrorChanged.send({ connectionId: demo, mirror: mirror('TimeEntry') }));
}

describe('a filter by the keyboard alone', () => {
  it('is added by a field’s name, counted, shown as a chip, and gone with Del', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    const popover = await add(user, 'hour');
    const value = within(popover).getByLabelText('Value');
    await waitFor(() => expect(document.activeElement).toBe(value), later);
    await user.keyboard('4');
    const many = rows().filter((row) => Number(row['actualHours']) > 4).length;
    expect(
      await within(popover).findByRole('button', { name: `Show ${many}` }, later),
    ).toBeTruthy();
    expect(within(popover).getByText(/all 320 rows are here/)).toBeTruthy();
    await user.keyboard('{Enter}');
    await expectRows(many);
    const held = await chip('Hours is more than 4');
    await waitFor(() => expect(document.activeElement).toBe(held), later);
    await user.keyboard('{Delete}');
    await expectRows(320);
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Add filter' }));
  });

  it('is changed from its chip, and Esc leaves it as it was', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    await add(user, 'stat');
    await user.keyboard('Billed');
    const popover = await screen.findByRole('dialog', {}, later);
    await within(popover).findByRole('checkbox', { name: /^Billed/ }, later);
    await user.keyboard('{Enter}{Enter}');
    const held = await chip('Status is Billed');
    await expectRows(80);
    await waitFor(() => expect(document.activeElement).toBe(held), later);
    await user.keyboard('{Enter}');
    const again = await screen.findByRole('dialog', {}, later);
    await waitFor(() => expect(again.contains(document.activeElement)).toBe(true), later);
    await user.keyboard('Draft{Enter}');
    await chip('Status is Billed or Draft');
    await user.keyboard('{Escape}');
    expect(await chip('Status is Billed')).toBe(document.activeElement);
    expect(shown()).toBe('80');
  });

  it('moves between chips with the arrows; one of them is in the order of Tab', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    await add(user, 'memo');
    await user.selectOptions(screen.getByLabelText('Comparison'), 'is empty');
    await user.keyboard('{Enter}');
    await chip('Memo is empty');
    await add(user, 'billable');
    await user.click(screen.getByLabelText('Yes'));
    await user.keyboard('{Enter}');
    const second = await chip('Billable is yes');
    await waitFor(() => expect(document.activeElement).toBe(second), later);
    const first = await chip('Memo is empty');
    expect([first.tabIndex, second.tabIndex]).toEqual([-1, 0]);
    await user.keyboard('{ArrowLeft}');
    expect(document.activeElement).toBe(first);
    expect([first.tabIndex, second.tabIndex]).toEqual([0, -1]);
    await user.click(screen.getByRole('button', { name: 'Clear all filters' }));
    await expectRows(320);
    expect(filters().queryByRole('button', { name: 'Memo is empty' })).toBeNull();
  });
});

describe('the popover', () => {
  it('takes a month as it is typed and names it', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    const popover = await add(user, 'date');
    await user.selectOptions(within(popover).getByLabelText('Comparison'), 'is in the month');
    const month = within(popover).getByLabelText('Month');
    await user.clear(month);
    await user.type(month, 'October 2026{Enter}');
    await chip('Date in October 2026');
    await expectRows(rows().filter((row) => String(row['date']).startsWith('2026-10')).length);
  });

  it('takes the state of a workflow, which the service cannot be asked for', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    const popover = await add(user, 'approval');
    const submitted = rows().filter((row) => row['workflow'] !== null).length;
    const name = `Submitted, ${submitted} rows`;
    await user.click(await within(popover).findByRole('checkbox', { name }, later));
    await user.keyboard('{Enter}');
    await chip('Approval is Submitted');
    await expectRows(submitted);
  });

  it('takes a day from the calendar', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    const popover = await add(user, 'date');
    await user.selectOptions(within(popover).getByLabelText('Comparison'), 'is before');
    await user.type(within(popover).getByLabelText('Day'), '20 Oct 2026');
    await user.click(within(popover).getByRole('button', { name: 'Day: choose in the calendar' }));
    const grid = within(popover).getByRole('grid', { name: 'October 2026' });
    await user.click(within(grid).getByRole('button', { name: '15 Oct 2026' }));
    await user.click(await within(popover).findByRole('button', { name: /^Show \d/ }, later));
    await chip('Date before 15 Oct 2026');
    await expectRows(rows().filter((row) => String(row['date']) < '2026-10-15').length);
  });

  it('finds a project by a part of its name and counts what the other filters leave', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    await filterByBilled(user);
    const popover = await add(user, 'project');
    await user.keyboard('quay h');
    const both = rows().filter((row) => row['projectId'] === 'pr-1' && row['billStatus'] === 3);
    const name = `Quay House, ${both.length} rows`;
    await user.click(await within(popover).findByRole('checkbox', { name }, later));
    await user.keyboard('{Enter}');
    await chip('Project is Quay House');
    await expectRows(both.length);
  });

  it('waits for the value that was typed faster than it is found', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    const found: FacetView = {
      values: [{ value: { id: 'pr-1', label: 'Quay House' }, rows: 32 }],
      more: false,
      empty: 0,
    };
    let answer: (() => void) | undefined;
    vi.spyOn(commands, 'facet').mockImplementation(({ text }) =>
      text === ''
        ? Promise.resolve({ values: [], more: true, empty: 0 })
        : new Promise((done) => (answer = () => done(found))),
    );
    const popover = await add(user, 'project');
    await user.keyboard('quay h{Enter}');
    expect(popover.isConnected).toBe(true);
    expect(screen.queryByText('Choose at least one value.')).toBeNull();
    await waitFor(() => expect(answer).toBeDefined(), later);
    await act(async () => answer?.());
    await waitFor(
      () =>
        expect(
          within(popover).getByRole<HTMLInputElement>('checkbox', { name: /^Quay House/ }).checked,
        ).toBe(true),
      later,
    );
    await user.keyboard('{Enter}');
    await chip('Project is Quay House');
  });

  it('says what is missing instead of applying half a condition', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    const popover = await add(user, 'hours');
    await user.keyboard('four{Enter}');
    expect(await within(popover).findByText('“four” is not a number.', {}, later)).toBeTruthy();
    expect(shown()).toBe('320');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull(), later);
    expect(filters().queryByRole('button', { name: /^Hours/ })).toBeNull();
  });

  it('drops the answer to an older question', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    const popover = await add(user, 'hours');
    let answerFirst: (counts: number[]) => void = () => undefined;
    const counting = vi
      .spyOn(commands, 'countRows')
      .mockImplementationOnce(() => new Promise((done) => (answerFirst = done)))
      .mockResolvedValue([7]);
    await user.keyboard('4');
    await waitFor(() => expect(counting).toHaveBeenCalledTimes(1), later);
    await user.keyboard('2');
    await within(popover).findByRole('button', { name: 'Show 7' }, later);
    act(() => answerFirst([99]));
    expect(within(popover).getByRole('button', { name: 'Show 7' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Show 99' })).toBeNull();
    counting.mockRestore();
  });
});

describe('for a screen reader', () => {
  it('fields, values, days and chips have names and roles', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    await user.click(screen.getByRole('button', { name: 'Add filter' }));
    await screen.findByRole('combobox', { name: 'Find a field' }, later);
    await user.keyboard('stat{Enter}');
    await user.click(await screen.findByRole('checkbox', { name: /^Billed/ }, later));
    await expectNoViolation();
    await user.keyboard('{Enter}');
    await chip('Status is Billed');
    const popover = await add(user, 'date');
    await user.selectOptions(within(popover).getByLabelText('Comparison'), 'is after');
    await user.click(within(popover).getByRole('button', { name: 'Day: choose in the calendar' }));
    await expectNoViolation();
  });

  it('a field that is kept whole says why it is not to be chosen', async () => {
    const { user } = openApp(paths.home);
    const parts = typeOf('TimeEntry').fields.find(({ name }) => name === 'workflow')!;
    fakeState.learnt.set('TimeEntry', [
      { ...parts, name: 'lines', title: 'Line items', choices: [] },
    ]);
    act(() => visit(paths.entities(demo, 'TimeEntry')));
    await screen.findByRole('button', { name: 'Row 1' }, later);
    await settled();
    await user.click(screen.getByRole('button', { name: 'Add filter' }));
    await screen.findByRole('combobox', { name: 'Find a field' }, later);
    await expectNoViolation();
    await user.keyboard('line items');
    const option = await screen.findByRole('option', { name: /^Line items/ }, later);
    expect(option.getAttribute('aria-disabled')).toBe('true');
    expect(option.textContent).toContain('Several parts at once: cannot be filtered by');
    await user.keyboard('{Enter}');
    expect(screen.getByRole('combobox', { name: 'Find a field' })).toBeTruthy();
    await user.keyboard('{Escape}');
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Add filter' })),
    );
  });
});

describe('groups', () => {
  it('“Or” begins another one, and the words stand between the chips', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    await filterByBilled(user);
    await user.click(screen.getByRole('button', { name: 'Or…' }));
    await user.type(
      await screen.findByRole('combobox', { name: 'Find a field' }, later),
      'hours{Enter}',
    );
    const value = await screen.findByLabelText('Value', {}, later);
    await user.type(value, '7{Enter}');
    await chip('Hours is more than 7');
    const either = (row: typeof fakeState.rows extends Map<string, (infer R)[]> ? R : never) =>
      row['billStatus'] === 3 || Number(row['actualHours']) > 7;
    await expectRows(rows().filter(either).length);
    expect(filters().getByText('or')).toBeTruthy();
    expect(filters().queryByText('and')).toBeNull();
    await add(user, 'billable');
    await user.click(screen.getByLabelText('Yes'));
    await user.keyboard('{Enter}');
    expect(await filters().findByText('and', {}, later)).toBeTruthy();
  });
});

it('a column is filtered from its header', async () => {
  const { user } = await openRows('TimeEntry');
  await settled();
  await user.click(screen.getByRole('button', { name: 'Menu of Hours' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Filter…' }, later));
  const popover = await screen.findByRole('dialog', {}, later);
  const value = within(popover).getByLabelText('Value');
  await waitFor(() => expect(document.activeElement).toBe(value), later);
  await user.keyboard('7{Enter}');
  await chip('Hours is more than 7');
});

describe('a cell', () => {
  const cell = (column: string) =>
    document.querySelector<HTMLElement>(`[data-row-index="0"] [data-column-id="${column}"]`)!;

  it('suggests filters in the menu of its row', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    const name = cell('projectId').textContent;
    await user.pointer({ keys: '[MouseRight]', target: cell('projectId') });
    expect(await screen.findByRole('menuitem', { name: `Leave out ${name}` }, later)).toBeTruthy();
    await user.click(await screen.findByRole('menuitem', { name: `Show only Project is ${name}` }));
    await chip(`Project is ${name}`);
    await expectRows(32);
  });

  it('in focus suggests them in the palette', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    act(() => cell('actualHours').focus());
    const hours = cell('actualHours').textContent;
    await user.keyboard('{Control>}k{/Control}');
    const list = await screen.findByRole('listbox', { name: 'Command palette' }, later);
    await user.click(
      await within(list).findByRole(
        'option',
        { name: new RegExp(`^Show only Hours of ${hours} or less`) },
        later,
      ),
    );
    await chip(`Hours is at most ${hours}`);
  });
});

describe('no row', () => {
  it('names the filter without which there are some, and takes it away', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    await filterByBilled(user);
    await add(user, 'hours');
    await user.keyboard('40{Enter}');
    expect(
      await screen.findByText('No time entry matches these 2 filters', {}, later),
    ).toBeTruthy();
    const said = await screen.findByText(
      (_, element) =>
        element?.tagName === 'P' &&
        element.textContent === '80 time entries match if you remove Hours is more than 40.',
      {},
      later,
    );
    expect(said.querySelector('b')?.textContent).toBe('Hours is more than 40');
    await user.click(screen.getByRole('button', { name: 'Remove that filter' }));
    await expectRows(80);
  });

  it('names the search where that is what leaves nothing', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    await filterByBilled(user);
    await user.type(screen.getByRole('searchbox', { name: 'Search rows' }), 'zzz');
    expect(
      await screen.findByText('80 time entries match without the search.', {}, later),
    ).toBeTruthy();
    const clear = screen.getByRole('button', { name: 'Clear the search' });
    expect(clear.className).toContain('pri');
    await user.click(clear);
    await expectRows(80);
  });

  it('is said of an entity that has none, with the way to the first one', async () => {
    await openRows('TimeEntry');
    await settled();
    fakeState.rows.set('TimeEntry', []);
    tell({ rows: 0, asOf: 7 });
    expect(await screen.findByText('No time entries in this company yet', {}, later)).toBeTruthy();
    expect(screen.getAllByRole('button', { name: 'New time entry' })).toHaveLength(2);
  });

  it('while the first ones come shows how far it is, and can be stopped', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    const stopping = vi.spyOn(commands, 'cancelSync');
    tell({ rows: 0, asOf: null, state: 'loading', expectedRows: 12480 });
    expect(
      await screen.findByText('Copying time entries to this computer', {}, later),
    ).toBeTruthy();
    expect(screen.getByText('0%')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Stop here' }));
    expect(stopping).toHaveBeenCalled();
    expect(await screen.findByRole('button', { name: 'Load time entries' }, later)).toBeTruthy();
  });

  it('that could be loaded is told with its reason', async () => {
    const { user } = await openRows('TimeEntry');
    await settled();
    tell({
      rows: 0,
      asOf: null,
      state: 'partial',
      problem: 'Your BQE CORE role does not include time entries',
    });
    expect(await screen.findByText('Time entries could not be loaded', {}, later)).toBeTruthy();
    expect(
      screen.getAllByText('Your BQE CORE role does not include time entries.', { exact: false }),
    ).toHaveLength(1);
    const syncing = vi.spyOn(commands, 'syncEntityType');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(syncing).toHaveBeenCalled();
  });
});

describe('while rows are missing', () => {
  async function missing() {
    const { user } = await openRows('TimeEntry');
    await settled();
    tell({ rows: 120, expectedRows: 320, state: 'partial' });
    await expectRows(120);
    return user;
  }
  const line = '120 of 320 rows are here; what you see may not be all.';

  it('nothing is said of it until a filter is on; then the rest can be loaded', async () => {
    const user = await missing();
    expect(screen.queryByText(line)).toBeNull();
    const popover = await add(user, 'memo');
    await user.selectOptions(within(popover).getByLabelText('Comparison'), 'is empty');
    expect(
      await within(popover).findByText(/BQE CORE cannot be asked for this/, {}, later),
    ).toBeTruthy();
    await user.keyboard('{Enter}');
    expect(await screen.findByText(line, {}, later)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Ask BQE CORE for these' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Load the rest' }));
    await expectRows(320);
    await waitFor(
      () => expect(screen.queryByText(/what you see may not be all/)).toBeNull(),
      later,
    );
  });

  it('the service is asked for what it can answer, and the filter stays', async () => {
    const user = await missing();
    await add(user, 'stat');
    await user.click(await screen.findByRole('checkbox', { name: /^Billed/ }, later));
    await user.keyboard('{Enter}');
    await user.click(await screen.findByRole('button', { name: 'Ask BQE CORE for these' }, later));
    await waitFor(() =>
      expect(fakeState.asked.at(-1)?.groups).toEqual([
        [{ field: 'billStatus', operator: 'equal', value: 3 }],
      ]),
    );
    await expectRows(80);
    expect((await screen.findByTestId('asked', {}, later)).textContent).toContain('this filter');
    await user.click(filters().getByRole('button', { name: /^Remove the filter Status/ }));
    await waitFor(() => expect(screen.queryByTestId('asked')).toBeNull(), later);
  });

  it('what the service answers to a filter that is gone by then is not shown', async () => {
    const user = await missing();
    await add(user, 'stat');
    await user.click(await screen.findByRole('checkbox', { name: /^Billed/ }, later));
    await user.keyboard('{Enter}');
    let answer: (() => void) | undefined;
    vi.spyOn(commands, 'askService').mockImplementation(
      () => new Promise((done) => (answer = () => done(1))),
    );
    await user.click(await screen.findByRole('button', { name: 'Ask BQE CORE for these' }, later));
    await waitFor(() => expect(answer).toBeDefined());
    await user.click(filters().getByRole('button', { name: /^Remove the filter Status/ }));
    await expectRows(120);
    await act(async () => answer?.());
    expect(screen.queryByTestId('asked')).toBeNull();
    expect(filters().queryByRole('button', { name: 'Status is Billed' })).toBeNull();
  });

  it('what was changed while the service was asked stays', async () => {
    const user = await missing();
    await add(user, 'stat');
    await user.click(await screen.findByRole('checkbox', { name: /^Billed/ }, later));
    await user.keyboard('{Enter}');
    const ask = commands.askService;
    let answer: (() => void) | undefined;
    vi.spyOn(commands, 'askService').mockImplementation(
      (request) => new Promise((done) => (answer = () => void ask(request).then(done))),
    );
    await user.click(await screen.findByRole('button', { name: 'Ask BQE CORE for these' }, later));
    await waitFor(() => expect(answer).toBeDefined());
    const search = screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search rows' });
    const asked = vi.spyOn(commands, 'openView');
    await user.type(search, 'library');
    await waitFor(() => expect(asked.mock.lastCall?.[0].search).toBe('library'), later);
    await act(async () => answer?.());
    await screen.findByTestId('asked', {}, later);
    expect(search.value).toBe('library');
    await waitFor(() =>
      expect(asked.mock.lastCall?.[0]).toMatchObject({ search: 'library', filter: [[{}]] }),
    );
  });
});
