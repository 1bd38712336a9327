import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeState } from '../ipc/fake';
import { commands, type EntityView, type HistoryStepView } from '../ipc/client';
import { rowsOf } from '../ipc/fake/state';
import { openRows } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));
configure({ asyncUtilTimeout: 4000 });
afterEach(() => {
  vi.restoreAllMocks();
});

const later = { timeout: 4000 };
type User = Awaited<ReturnType<typeof openRows>>['user'];

async function openRecord(user: User, row: number, title = 'Time entry') {
  await user.click(screen.getByRole('button', { name: `Row ${row}` }));
  const panel = await screen.findByRole('complementary', { name: `${title} details` });
  await within(panel).findByRole('tab', { name: /^Details/ });
  return within(panel);
}

const openTab = async (user: User, panel: ReturnType<typeof within>, name: RegExp) =>
  user.click(await panel.findByRole('tab', { name }));

const retype = async (user: User, box: HTMLElement, text: string) => {
  await user.clear(box);
  await user.type(box, text);
};

describe('the panel', () => {
  it('has four sides, gone through by arrow keys, and keeps the one that is open from record to record', async () => {
    const { user } = await openRows('TimeEntry');
    const panel = await openRecord(user, 1);
    const tabs = panel.getAllByRole('tab');
    expect(tabs.map((tab) => tab.textContent)).toEqual(expect.arrayContaining(['Details', 'JSON']));
    expect(await panel.findByRole('tab', { name: /^Related\s*3$/ })).toBeTruthy();
    tabs[0]?.focus();
    await user.keyboard('{ArrowLeft}');
    expect(document.activeElement?.textContent).toBe('JSON');
    expect(panel.getByRole('tab', { selected: true }).textContent).toBe('JSON');
    await user.keyboard('{ArrowRight}{ArrowRight}');
    expect(panel.getByRole('tab', { selected: true }).textContent).toMatch(/^Related/);
    await user.keyboard('{End}');
    const next = await openRecord(user, 2);
    expect(next.getByRole('tab', { selected: true }).textContent).toBe('JSON');
  });

  it('of a record that an empty list does not show says so', async () => {
    const { user } = await openRows('TimeEntry');
    const panel = await openRecord(user, 1);
    expect(panel.getByText('1 of 320')).toBeTruthy();
    await user.type(screen.getByRole('searchbox', { name: 'Search rows' }), 'zzzz');
    expect(await panel.findByText('Not in this list')).toBeTruthy();
    expect(panel.queryByText('0 rows')).toBeNull();
  });

  it('keeps what it shows until the next record is there, and says that it loads only when that takes long', async () => {
    const { user } = await openRows('TimeEntry');
    const panel = await openRecord(user, 1);
    const first = (await panel.findByRole('heading', { level: 2 })).textContent;
    await panel.findByLabelText(/^Hours/);
    const read = commands.entity;
    let answer = () => undefined as void;
    const held = vi.spyOn(commands, 'entity').mockImplementation(
      (request) =>
        new Promise<EntityView>((done) => {
          answer = () => void read(request).then(done);
        }),
    );
    await user.click(screen.getByRole('button', { name: 'Row 2' }));
    await waitFor(() => expect(held).toHaveBeenCalled());
    expect(panel.getByRole('heading', { level: 2 }).textContent).toBe(first);
    expect(panel.queryByRole('status', { name: 'Loading' })).toBeNull();
    expect(await panel.findByRole('status', { name: 'Loading' }, later)).toBeTruthy();
    expect(panel.getByLabelText(/^Hours/)).toBeTruthy();
    answer();
    await waitFor(() => expect(panel.queryByRole('status', { name: 'Loading' })).toBeNull());
    expect(panel.getByRole('heading', { level: 2 }).textContent).not.toBe(first);
  });

  it('lets nothing be done in a tab that still shows the record before', async () => {
    const { user } = await openRows('TimeEntry');
    const panel = await openRecord(user, 1);
    const first = panel.getByRole('heading', { level: 2 }).textContent;
    await openTab(user, panel, /^Related/);
    const side = panel.getByRole('tabpanel', { hidden: true });
    await panel.findByRole('button', { name: /^Project: / });
    expect(side.hasAttribute('inert')).toBe(false);
    const read = commands.related;
    let answer = () => undefined as void;
    vi.spyOn(commands, 'related').mockImplementation(
      (request) => new Promise((done) => (answer = () => void read(request).then(done))),
    );
    await openRecord(user, 3);
    await waitFor(() =>
      expect(panel.getByRole('heading', { level: 2 }).textContent).not.toBe(first),
    );
    await waitFor(() => expect(commands.related).toHaveBeenCalled());
    expect(side.hasAttribute('inert')).toBe(true);
    expect(side.getAttribute('aria-busy')).toBe('true');
    answer();
    await waitFor(() => expect(side.hasAttribute('inert')).toBe(false));
    expect(side.getAttribute('aria-busy')).toBe('false');
  });

  it('is as wide as a person leaves it, takes the place of the rows, and stays closed', async () => {
    const { user } = await openRows('TimeEntry');
    const panel = await openRecord(user, 1);
    const edge = panel.getByRole('separator', { name: 'Width of the detail panel' });
    fireEvent.keyDown(edge, { key: 'End' });
    await waitFor(() => expect(fakeState.preferences.detailWidth).toBe(560));
    await waitFor(() => expect(edge.getAttribute('aria-valuenow')).toBe('560'));
    await user.keyboard('{Control>}{Shift>}I{/Shift}{/Control}');
    await waitFor(() => expect(fakeState.preferences.detailWide).toBe(true));
    expect(panel.queryByRole('separator')).toBeNull();
    await user.click(panel.getByRole('button', { name: 'Show the details beside the rows' }));
    await waitFor(() => expect(fakeState.preferences.detailWide).toBe(false));
    await user.click(panel.getByRole('button', { name: 'Close details' }));
    await waitFor(() => expect(fakeState.preferences.detailOpen).toBe(false));
    expect(screen.queryByRole('complementary', { name: 'Time entry details' })).toBeNull();
  });
});

describe('what belongs together', () => {
  it('what a record belongs to is opened from it', async () => {
    const { user } = await openRows('TimeEntry');
    const panel = await openRecord(user, 1);
    await openTab(user, panel, /^Related/);
    const group = within(await panel.findByRole('region', { name: 'Belongs to' }));
    expect(group.getAllByRole('button').map((one) => one.textContent)).toHaveLength(3);
    const link = group.getByRole('button', { name: /^Project: / });
    const name = link.textContent?.replace('Project: ', '') ?? '';
    await user.click(link);
    expect(
      await within(
        await screen.findByRole('complementary', { name: 'Project details' }, later),
      ).findByRole('heading', { name }, later),
    ).toBeTruthy();
  });

  it('what points at a record is opened as a list of these rows alone', async () => {
    const { user } = await openRows('Employee');
    const panel = await openRecord(user, 1, 'Employee');
    await openTab(user, panel, /^Related/);
    const name = panel.getByRole('heading', { level: 2 }).textContent;
    const group = within(
      await panel.findByRole('region', { name: 'Time entries, by employee' }, later),
    );
    expect(group.getByText('40')).toBeTruthy();
    expect(group.getByText('and 35 more')).toBeTruthy();
    const opened = vi.spyOn(commands, 'openView');
    await user.click(group.getByRole('button', { name: /^Open in grid/ }));
    const table = await screen.findByRole('table', { name: 'Time entries' }, later);
    await waitFor(() => expect(table.getAttribute('data-row-count')).toBe('40'), later);
    expect(opened.mock.calls.at(-1)?.[0].filter).toEqual([
      [{ field: 'resourceId', operator: 'is', values: [expect.objectContaining({ label: name })] }],
    ]);
  });

  it('rows of a nested collection stand below the record and are not counted among what points at it', async () => {
    const { user } = await openRows('Project');
    const panel = await openRecord(user, 1, 'Project');
    await openTab(user, panel, /^Related\s*34$/);
    expect(await panel.findByRole('region', { name: 'Below it' })).toBeTruthy();
    expect(panel.queryByRole('region', { name: /^Project resources, by/ })).toBeNull();
  });

  it('what is not all here is said, and can be loaded', async () => {
    const related = commands.related;
    vi.spyOn(commands, 'related').mockImplementation(async (request) => ({
      ...(await related(request)),
      isWhole: false,
      missing: ['Invoice', 'Document'],
    }));
    const { user } = await openRows('Activity');
    const panel = await openRecord(user, 1, 'Activity');
    await openTab(user, panel, /^Related/);
    expect(
      await panel.findByText(
        /^Invoices and Documents are not all on this computer; there may be more\./,
      ),
    ).toBeTruthy();
    const load = vi.spyOn(commands, 'syncEntityType');
    await user.click(panel.getByRole('button', { name: 'Load them' }));
    expect(load.mock.calls.map(([request]) => request.entityType)).toEqual(['Invoice', 'Document']);
  });
});

describe('history', () => {
  it('tells who did what, what became of it, and which copies there are', async () => {
    const change = (before: unknown, after: unknown) => [
      { field: 'actualHours', title: 'Hours', before, after },
    ];
    const at = new Date(2025, 9, 30, 18, 4).getTime();
    const sent = { kind: 'sent', number: 7, outcome: 'done', change: 'edit' } as const;
    const steps: HistoryStepView[] = [
      { id: '1', at, by: { kind: 'unsent' }, changes: change(6, 6.5) },
      { id: '2', at, by: { ...sent, person: 'Priya Nair' }, changes: change(5, 6) },
      {
        id: '3',
        at,
        by: { ...sent, person: 'Priya Nair', outcome: 'refused' },
        changes: change(5, 30),
      },
      { id: '4', at, by: { kind: 'elsewhere', person: 'Grace Okafor' }, changes: change(null, 5) },
      { id: '5', at, by: { kind: 'elsewhere', person: null }, changes: change(4, null) },
      { id: '6', at, by: { ...sent, person: 'Ines Duarte', change: 'create' }, changes: [] },
    ];
    const copies = [at, at + 60_000, at + 120_000];
    vi.spyOn(commands, 'history').mockResolvedValue({ steps, copies });
    const { user } = await openRows('TimeEntry');
    const panel = await openRecord(user, 1);
    await openTab(user, panel, /^History\s*6$/);
    const lines = (await panel.findAllByRole('listitem')).map((line) => line.textContent);
    expect(lines).toEqual([
      'You, not sent yetUnsentNowHours6.006.50',
      'You, in Coredesk30 Oct 2025, 18:04Hours5.006.00Undo…',
      'You, in CoredeskRefused30 Oct 2025, 18:04Hours5.0030.00',
      'Grace Okafor, in BQE CORE30 Oct 2025, 18:04Hoursempty5.00',
      'Somewhere else30 Oct 2025, 18:04Hours4.00empty',
      'Ines Duarte, in Coredesk30 Oct 2025, 18:04CreatedUndo…',
    ]);
    expect(
      panel.getByText(
        'Coredesk has copies from 30 Oct 2025, 18:04, 30 Oct 2025, 18:05 and 30 Oct 2025, 18:06. Changes made elsewhere between copies show as one step.',
      ),
    ).toBeTruthy();
  });
});

describe('what can be taken back in the history', () => {
  it('gives a field its former value as an unsent change, and undoes a whole write after a look', async () => {
    const at = new Date(2025, 9, 30, 18, 4).getTime();
    const changes = [{ field: 'actualHours', title: 'Hours', before: 5, after: 6 }];
    const by = { kind: 'sent', number: 7, person: 'Priya Nair', outcome: 'done', change: 'edit' };
    const steps = [{ id: 'sent-7', at, by, changes }] as HistoryStepView[];
    vi.spyOn(commands, 'history').mockResolvedValue({ steps, copies: [] });
    const preview = vi.spyOn(commands, 'previewUndo');
    const undone = vi.spyOn(commands, 'undoWritten');
    const { user } = await openRows('TimeEntry');
    const panel = await openRecord(user, 1);
    await openTab(user, panel, /^History\s*1$/);
    fakeState.journal = [
      {
        number: 7,
        at,
        runId: 'run-1',
        company: 'Halden & Marsh',
        entityType: 'TimeEntry',
        entityTypeTitle: 'Time entry',
        id: rowsOf('TimeEntry')[0]!.id,
        title: 'Entry',
        kind: 'edit',
        fields: [
          {
            field: 'actualHours',
            title: 'Hours',
            action: null,
            before: '5',
            after: '6',
            changedThere: false,
            theirs: null,
          },
        ],
        outcome: 'done',
        status: 200,
        words: null,
      },
    ];
    const restore = panel.getByRole('button', {
      name: 'Give Hours its former value back: 5.00',
    });
    await user.click(restore);
    await panel.findByText('1 unsent');
    expect([...fakeState.changes.values()].map((one) => [...one.fields])).toEqual([
      [['actualHours', '5']],
    ]);
    await user.click(panel.getByRole('button', { name: 'Undo…' }));
    expect(await screen.findByRole('dialog', { name: 'Undo what was sent?' })).toBeTruthy();
    expect(preview.mock.calls[0]?.[0].what).toEqual({ kind: 'write', number: 7 });
    // It is linked as undoing that write.
    expect(undone.mock.calls[0]?.[0].what).toEqual({
      kind: 'field',
      number: 7,
      field: 'actualHours',
    });
  });
});

describe('JSON', () => {
  it('stands as loaded and with the edits, whose lines are marked, and is copied as it is shown', async () => {
    const { user } = await openRows('TimeEntry');
    const panel = await openRecord(user, 1);
    const box = await panel.findByLabelText<HTMLInputElement>('Bill rate');
    const before = Number(box.value);
    await retype(user, box, '111{Enter}');
    await panel.findByText('1 unsent');
    await openTab(user, panel, /^JSON/);
    const text = () => panel.getByLabelText('The record as JSON');
    expect(text().querySelector('.changed')?.textContent).toMatch(/"billRate": "?111"?,/);
    await user.click(panel.getByRole('radio', { name: 'As loaded' }));
    expect(text().querySelector('.changed')?.textContent).toContain(`"billRate": ${before},`);
    await user.click(panel.getByRole('button', { name: 'Copy' }));
    expect(JSON.parse(await navigator.clipboard.readText())).toMatchObject({ billRate: before });
  });

  it('a large record is drawn in few parts', async () => {
    const { user } = await openRows('TimeEntry');
    const read = commands.entity;
    const large = { lines: Array.from({ length: 30_000 }, (_, at) => `line ${at} of a list`) };
    vi.spyOn(commands, 'entity').mockImplementation(async (request) => ({
      ...(await read(request)),
      json: JSON.stringify(large, null, 2),
    }));
    const panel = await openRecord(user, 1);
    await openTab(user, panel, /^JSON/);
    const text = panel.getByLabelText('The record as JSON');
    expect(text.textContent?.length).toBeGreaterThan(700_000);
    expect(text.querySelectorAll('*').length).toBeLessThan(300);
  });
});

describe('what is typed', () => {
  it('is told to be wrong at once, is no unsent change, and stands there again later', async () => {
    const { user } = await openRows('TimeEntry');
    const panel = await openRecord(user, 1);
    const box = () => panel.findByLabelText<HTMLInputElement>('Bill rate');
    const before = (await box()).value;
    await retype(user, await box(), '12x');
    expect((await box()).getAttribute('aria-invalid')).toBe('true');
    const told = panel.getByText('“12x” is not a number.');
    const described = (await box()).getAttribute('aria-describedby')?.split(' ') ?? [];
    expect(described.some((id) => document.getElementById(id)?.contains(told))).toBe(true);
    await user.tab();
    expect((await box()).value).toBe('12x');
    expect(fakeState.changes.size).toBe(0);
    await openRecord(user, 2);
    await waitFor(async () => expect((await box()).value).not.toBe('12x'));
    await openRecord(user, 1);
    await waitFor(async () => expect((await box()).value).toBe('12x'));
    expect(panel.getByText('“12x” is not a number.')).toBeTruthy();
    await user.click(panel.getByRole('button', { name: `Back to ${before}` }));
    expect((await box()).value).toBe(before);
    expect((await box()).getAttribute('aria-invalid')).toBe('false');
    await retype(user, await box(), '121{Enter}');
    await waitFor(() => expect(fakeState.changes.size).toBe(1));
    expect(await panel.findByText(before)).toBeTruthy();
  });

  it('what is needed cannot be emptied, and Esc brings it back', async () => {
    const { user } = await openRows('TimeEntry');
    const panel = await openRecord(user, 1);
    const box = await panel.findByLabelText<HTMLInputElement>(/^Hours/);
    const before = box.value;
    await user.clear(box);
    expect(panel.getByText('Hours is needed.')).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(box.value).toBe(before);
    expect(panel.queryByText('Hours is needed.')).toBeNull();
    await user.tab();
    expect(fakeState.changes.size).toBe(0);
  });
});

describe('choosing a record', () => {
  const openPicker = async () => {
    const { user } = await openRows('TimeEntry');
    const panel = await openRecord(user, 1);
    const box = await panel.findByRole<HTMLInputElement>('combobox', { name: /^Project/ });
    return { user, panel, box };
  };

  it('finds it while typing, says how many match, and keeps what was there on Esc', async () => {
    const { user, panel, box } = await openPicker();
    const before = box.value;
    await retype(user, box, 'quay');
    await waitFor(() => expect(panel.getByText('2 match')).toBeTruthy());
    const found = screen.getAllByRole('option', { hidden: true, name: /Quay/ });
    expect(found.map((one) => one.querySelector('b')?.textContent)).toEqual(['Quay', 'Quay']);
    expect(screen.getByText('Projects are not all on this computer')).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(box.value).toBe(before);
    expect(fakeState.changes.size).toBe(0);
    await retype(user, box, 'quay');
    await screen.findAllByRole('option', { hidden: true, name: /Quay House/ });
    await waitFor(() => expect(document.querySelector('[data-combobox-selected]')).toBeTruthy());
    await user.keyboard('{Enter}');
    await waitFor(() => expect(box.value).toBe('Quay House'));
    expect(fakeState.changes.size).toBe(1);
  });

  it('asks the service, which Esc gives up, and tells when that fails', async () => {
    const { user, box } = await openPicker();
    let answer: (error: unknown) => void = () => undefined;
    const asked = vi
      .spyOn(commands, 'askReferences')
      .mockImplementation(() => new Promise((_, fail) => (answer = fail)));
    await retype(user, box, 'quay');
    const ask = await screen.findByRole('option', { hidden: true, name: 'Ask the service' });
    fireEvent.click(ask);
    expect(await screen.findByText(/^Asking the service.*Esc stops it\.$/)).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(screen.queryByText(/^Asking the service/)).toBeNull();
    expect(box.value).toBe('quay');
    fireEvent.click(await screen.findByRole('option', { hidden: true, name: 'Ask the service' }));
    answer({ code: 'unreachable', message: 'BQE CORE did not answer.' });
    expect(await screen.findByText('BQE CORE did not answer.')).toBeTruthy();
    expect(screen.getByRole('option', { hidden: true, name: 'Ask again' })).toBeTruthy();
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('asks by itself for what is not found in a copy that is not whole', async () => {
    const { user, box } = await openPicker();
    vi.spyOn(commands, 'askReferences').mockResolvedValue([
      { entityType: 'Project', id: 'pr-9', label: 'Zeppelin Hall', detail: 'ZE-1' },
    ]);
    await retype(user, box, 'zepp');
    await screen.findByText('Nothing found on this computer.');
    await screen.findByRole('option', { hidden: true, name: /Zeppelin Hall/ }, later);
    await waitFor(() => expect(document.querySelector('[data-combobox-selected]')).toBeTruthy());
    await user.keyboard('{Enter}');
    await waitFor(() => expect(fakeState.changes.get('TimeEntry/te-0')?.fields.size).toBe(1));
  });

  it('takes the marked match on Tab, and keeps text for which none is chosen, with a fault', async () => {
    const { user, panel, box } = await openPicker();
    const before = box.value;
    await retype(user, box, 'quay');
    await screen.findAllByRole('option', { hidden: true, name: /Quay House/ });
    await waitFor(() => expect(document.querySelector('[data-combobox-selected]')).toBeTruthy());
    await user.tab();
    await waitFor(() => expect(box.value).toBe('Quay House'));
    expect(fakeState.changes.size).toBe(1);
    await retype(user, box, 'no such hall');
    await screen.findByText('Nothing found on this computer.');
    await user.tab();
    expect(box.value).toBe('no such hall');
    expect(await panel.findByText('No record is chosen for “no such hall”.')).toBeTruthy();
    expect(box.getAttribute('aria-invalid')).toBe('true');
    await user.click(panel.getByRole('button', { name: 'Back to Quay House' }));
    expect(box.value).toBe('Quay House');
    expect(before).not.toBe('Quay House');
    expect(panel.queryByText(/^No record is chosen/)).toBeNull();
  });

  it('the chosen one is opened with Alt Enter', async () => {
    const { user, box } = await openPicker();
    const name = box.value;
    box.focus();
    await user.keyboard('{Escape}{Alt>}{Enter}{/Alt}');
    const panel = await screen.findByRole('complementary', { name: 'Project details' }, later);
    expect(await within(panel).findByRole('heading', { name }, later)).toBeTruthy();
  });
});
