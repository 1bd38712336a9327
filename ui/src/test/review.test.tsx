// The review of unsent changes over the in-memory core.

import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { frictionOf } from '../features/changes/friction';
import { nextProblem } from '../features/changes/nextProblem';
import { commands, type ReviewCountsView } from '../ipc/client';
import { fakeState } from '../ipc/fake';
import { keyOf, rowsOf, type Change } from '../ipc/fake/state';
import { paths } from '../paths';
import { demo, described, openApp, openDescribed, showApp } from './desk';
import { expectNoViolation } from './violations';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };

type Given = [
  entityType: string,
  id: string,
  fields: Record<string, unknown>,
  more?: Partial<Change>,
];

/** The review of a company with these unsent changes. */
async function openReview(given: Given[]) {
  openApp(paths.home);
  cleanup();
  fakeState.changeTakes = 5;
  for (const [entityType, id, fields, more] of given)
    fakeState.changes.set(keyOf(entityType, id), {
      entityType,
      id,
      kind: 'edit',
      fields: new Map(Object.entries(fields)),
      ...more,
    });
  const opened = showApp(paths.review(demo));
  await screen.findByRole('list', { name: 'Unsent changes' }, later);
  return opened;
}

const lineOf = (changeId: string) =>
  document.querySelector<HTMLElement>(`[data-change-id="${changeId}"]`)!;
const send = () => screen.getByRole<HTMLButtonElement>('button', { name: /^Send [\d,]+ change/ });

const there = (theirs: Record<string, unknown>): Partial<Change> => ({
  there: {
    by: 'Grace Okafor',
    at: new Date(2026, 10, 2, 10, 36).getTime() / 1000,
    thenAt: new Date(2026, 10, 2, 9, 58).getTime() / 1000,
    theirs: new Map(Object.entries(theirs)),
    kept: new Set(),
  },
});

describe('the list', () => {
  it('groups by entity, problems first, and says how many there are of each kind', async () => {
    const { user } = await openReview([
      ['TimeEntry', 'te-1', { actualHours: '6' }],
      ['TimeEntry', 'te-2', { actualHours: '26' }],
      ['TimeEntry', 'te-3', {}, { kind: 'delete' }],
      ['Client', 'cl-0', { phone: '1' }],
    ]);
    await screen.findByRole('heading', { name: 'Time entries' });
    await waitFor(() => expect(lineOf('TimeEntry/te-2')).toBeTruthy());
    const order = [...document.querySelectorAll('[data-change-id]')].map((one) =>
      one.getAttribute('data-change-id'),
    );
    expect(order).toEqual(['TimeEntry/te-2', 'TimeEntry/te-1', 'TimeEntry/te-3', 'Client/cl-0']);
    const bar = within(screen.getByRole('group', { name: 'Changes shown' }));
    expect(bar.getAllByRole('button').map((one) => one.textContent)).toEqual([
      'All 4',
      'Problems 1',
      'Edits 3',
      'Deletes 1',
    ]);
    await user.click(bar.getByRole('button', { name: 'Deletes 1' }));
    await waitFor(() => expect(document.querySelectorAll('[data-change-id]')).toHaveLength(1));
    expect(lineOf('TimeEntry/te-3')).toBeTruthy();
    await expectNoViolation();
  });

  it('keeps few of many rows in the document, and tells their place among all', async () => {
    const many = Array.from({ length: 3000 }, (_, n): Given => [
      'Client',
      `c-${n}`,
      { phone: '1' },
    ]);
    const { user } = await openReview(many);
    await waitFor(() => expect(lineOf('Client/c-0')).toBeTruthy(), later);
    expect(document.querySelectorAll('[aria-posinset]').length).toBeLessThan(60);
    const first = lineOf('Client/c-0').parentElement!;
    expect([first.ariaPosInSet ?? first.getAttribute('aria-posinset')]).toEqual(['1']);
    expect(first.getAttribute('aria-setsize')).toBe('3000');
    first.focus();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(document.activeElement?.getAttribute('aria-posinset')).toBe('3');
    await user.keyboard('{End}');
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-posinset')).toBe('3000'));
  });

  it('rows are read before a person scrolls to them, and no more than a few pages', async () => {
    const rows = vi.spyOn(commands, 'reviewRows');
    await openReview(
      Array.from({ length: 1000 }, (_, n): Given => ['TimeEntry', `te-${n}`, { actualHours: '1' }]),
    );
    await waitFor(() =>
      expect(new Set(rows.mock.calls.map(([{ from }]) => from))).toEqual(new Set([0, 100, 200])),
    );
    rows.mockRestore();
  });

  it('a tick is kept by the core, for one change by the space bar and for a group at once', async () => {
    const { user } = await openReview([
      ['Client', 'cl-0', { phone: '1' }],
      ['Client', 'cl-1', { phone: '2' }],
    ]);
    await waitFor(() => expect(lineOf('Client/cl-0')).toBeTruthy());
    lineOf('Client/cl-0').parentElement!.focus();
    await user.keyboard(' ');
    await waitFor(() => expect(fakeState.changes.get('Client/cl-0')?.leftOut).toBe(true));
    await screen.findByRole('heading', { name: '1 change to send' });
    expect(screen.getByText('1 change stays in your unsent changes.')).toBeTruthy();
    const all = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Send all clients' });
    expect(all.indeterminate).toBe(true);
    await user.click(all);
    await screen.findByRole('heading', { name: '2 changes to send' });
    expect(fakeState.changes.get('Client/cl-0')?.leftOut).toBe(false);
  });

  it('a change is taken back in its line', async () => {
    const { user } = await openReview([['Client', 'cl-0', { phone: '1' }]]);
    await user.click(await screen.findByRole('button', { name: /^Undo the change to/ }));
    expect(await screen.findByText('Nothing to review')).toBeTruthy();
  });
});

describe('a problem', () => {
  it('is gone to by F8 and put right where it stands', async () => {
    const { user } = await openReview([
      ['TimeEntry', 'te-1', { actualHours: '26' }],
      ['TimeEntry', 'te-2', { actualHours: '30' }],
      ['TimeEntry', 'te-3', { actualHours: '3' }],
    ]);
    await screen.findByText('2 changes need fixing');
    expect(send().textContent).toContain('Send 1 change');
    await user.keyboard('{F8}');
    await waitFor(() =>
      expect(document.activeElement?.contains(lineOf('TimeEntry/te-1'))).toBe(true),
    );
    await user.keyboard('{F8}');
    await waitFor(() =>
      expect(document.activeElement?.contains(lineOf('TimeEntry/te-2'))).toBe(true),
    );
    const hours = within(lineOf('TimeEntry/te-2')).getByRole('textbox', { name: /^Hours of/ });
    await user.clear(hours);
    await user.type(hours, '8{Enter}');
    await screen.findByText('1 change needs fixing');
    expect(fakeState.changes.get('TimeEntry/te-2')?.fields.get('actualHours')).toBe('8');
    expect(send().textContent).toContain('Send 2 changes');
    expect(document.activeElement).not.toBe(document.body);
  });

  it('after the last comes the first again, across groups', () => {
    const counts = (problems: number): ReviewCountsView => ({
      total: 9,
      edits: 9,
      creates: 0,
      deletes: 0,
      problems,
      conflicts: 0,
      inDoubt: 0,
      leftOut: 0,
    });
    const groups = [2, 0, 1].map((problems, n) => ({
      entityType: `${n}`,
      plural: `${n}`,
      counts: counts(problems),
      asOf: null,
    }));
    const next = (key?: string, at = 0) =>
      nextProblem(groups, 'all', key === undefined ? undefined : { key, at });
    expect(next()).toEqual({ key: '0', at: 0 });
    expect(next('0', 0)).toEqual({ key: '0', at: 1 });
    expect(next('0', 1)).toEqual({ key: '2', at: 0 });
    expect(next('1', 5)).toEqual({ key: '2', at: 0 });
    expect(next('2', 0)).toEqual({ key: '0', at: 0 });
    expect(nextProblem([], 'all', undefined)).toBeUndefined();
  });
});

describe('a conflict', () => {
  const project = () => rowsOf('Project')[0]!.id;
  const openConflict = () => {
    openApp(paths.home);
    cleanup();
    return openReview([
      [
        'Project',
        project(),
        { status: 1, contractAmount: '495000' },
        there({ status: 2, dueDate: '2026-12-14' }),
      ],
    ]);
  };

  it('shows then, mine and theirs; what does not overlap is merged, the rest chosen by field', async () => {
    const { user } = await openConflict();
    const table = await screen.findByRole('table', { name: /^What both made of/ });
    const heads = within(table).getAllByRole('columnheader');
    expect(heads.map((one) => one.textContent)).toEqual(['Field', 'At 09:58', 'Mine', 'Theirs']);
    expect(screen.getByText('Grace Okafor changed this at 10:36')).toBeTruthy();
    const due = within(table).getByRole('row', { name: /^Due date/ });
    expect(due.textContent).toContain('not changed14 Dec 2026');
    expect(within(due).queryByRole('radio')).toBeNull();
    expect(send().disabled).toBe(true);
    await expectNoViolation();
    await user.click(within(table).getByRole('radio', { name: 'Status: mine' }));
    expect(await screen.findByText('Merged')).toBeTruthy();
    expect(screen.getByText('1 conflict merged')).toBeTruthy();
    await waitFor(() => expect(send().disabled).toBe(false));
    expect(fakeState.changes.get(`Project/${project()}`)?.fields.get('status')).toBe(1);
  });

  it('theirs can be taken for one field or for the whole', async () => {
    const { user } = await openConflict();
    await user.click(await screen.findByRole('radio', { name: 'Status: theirs' }));
    const change = () => fakeState.changes.get(`Project/${project()}`);
    await waitFor(() => expect(change()?.fields.has('status')).toBe(false));
    expect(change()?.fields.has('contractAmount')).toBe(true);
    cleanup();
    await openConflict();
    const settle = vi.spyOn(commands, 'settleConflict');
    await user.click(await screen.findByRole('radio', { name: 'Take theirs' }));
    expect(settle.mock.calls[0]?.[0]).toMatchObject({ side: 'theirs' });
  });
});

describe('sending', () => {
  it('with a look at the rows first stops where somebody else changed one', async () => {
    const { user } = await openReview([
      ['Client', 'cl-0', { phone: '1' }],
      ['Client', 'cl-1', { phone: '2' }],
    ]);
    fakeState.foundThere.set('Client/cl-0', there({ phone: '9' }).there!);
    await user.click(await screen.findByRole('checkbox', { name: /^Check each row/ }));
    await user.click(send());
    expect(
      await screen.findByText(/^1 change needs a look before it is sent/, {}, later),
    ).toBeTruthy();
    expect(fakeState.runs.size).toBe(0);
    expect(await screen.findByText('1 change needs fixing')).toBeTruthy();
    await user.click(send());
    await screen.findByRole('heading', { name: 'Sent' }, later);
    expect(fakeState.changes.has('Client/cl-1')).toBe(false);
    expect(fakeState.changes.has('Client/cl-0')).toBe(true);
  });

  it('a look at the rows can be stopped, and then nothing is sent', async () => {
    const { user } = await openReview([['Client', 'cl-0', { phone: '1' }]]);
    fakeState.changeTakes = 100_000;
    await user.click(await screen.findByRole('checkbox', { name: /^Check each row/ }));
    await user.click(send());
    await user.click(await screen.findByRole('button', { name: 'Stop' }));
    await screen.findByRole('button', { name: 'Check now' }, later);
    expect(fakeState.liveCheck).toBeNull();
    expect(fakeState.runs.size).toBe(0);
  });

  it('is not offered for what a run has still to send', async () => {
    const { user } = await openReview([
      ['Client', 'cl-0', { phone: '1' }],
      ['Client', 'cl-1', { phone: '2' }],
    ]);
    fakeState.changeTakes = 100_000;
    const { runId } = await commands.sendReviewed({
      connectionId: demo,
      edits: 2,
      creates: 0,
      deletes: 0,
    });
    await commands.pauseRun(runId);
    expect(
      await screen.findByText(/^2 of these changes are in a run that is not over/),
    ).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Send [\d,]+ change/ })).toBeNull();
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(fakeState.runs.size).toBe(1);
    await user.click(screen.getByRole('button', { name: 'Go to the run' }));
    await screen.findByRole('heading', { name: 'Paused' });
    await user.click(screen.getByRole('button', { name: 'Stop here' }));
    await user.click(await screen.findByRole('button', { name: 'Review what is left' }));
    await waitFor(() => expect(send().disabled).toBe(false), later);
  });

  it('many edits in production ask first, a few do not', async () => {
    expect(frictionOf({ edits: 100, creates: 0, deletes: 50 }, true)).toBe('none');
    expect(frictionOf({ edits: 60, creates: 41, deletes: 0 }, true)).toBe('ask');
    expect(frictionOf({ edits: 5000, creates: 0, deletes: 0 }, false)).toBe('none');
    expect(frictionOf({ edits: 0, creates: 0, deletes: 51 }, false)).toBe('type');
    await openDescribed('advertisers');
    cleanup();
    for (let n = 0; n < 101; n++)
      fakeState.changes.set(`advertisers/x${n}`, {
        entityType: 'advertisers',
        id: `x${n}`,
        kind: 'edit',
        fields: new Map([['comments', 'x']]),
      });
    const { user } = showApp(paths.review(described));
    await user.click(await screen.findByRole('button', { name: /^Send 101 changes/ }, later));
    const dialog = await screen.findByRole('dialog', {
      name: 'Send 101 changes to Fernhill Media?',
    });
    expect(within(dialog).getByText(/^101 records of a company in production/)).toBeTruthy();
    expect(fakeState.runs.size).toBe(0);
    await user.click(within(dialog).getByRole('button', { name: 'Send 101 changes' }));
    await waitFor(() => expect(fakeState.runs.size).toBe(1), later);
  });

  it('why a change cannot be undone is read by key and put away by Esc', async () => {
    const { user } = await openReview([['Client', 'cl-0', {}, { kind: 'delete' }]]);
    const why = await screen.findByRole('button', { name: /cannot be undone later/ });
    why.focus();
    await user.keyboard('{Enter}');
    const note = await screen.findByRole('note');
    expect(note.textContent).toMatch(
      /^Cannot be undone later\. A deleted record can only be made anew/,
    );
    await expectNoViolation(note);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('note')).toBeNull());
    expect(screen.getByRole('heading', { name: 'Review changes' })).toBeTruthy();
  });

  it('many deletes ask for the count and the company', async () => {
    await openDescribed('advertisers');
    cleanup();
    for (let n = 0; n < 51; n++)
      fakeState.changes.set(`advertisers/x${n}`, {
        entityType: 'advertisers',
        id: `x${n}`,
        kind: 'delete',
        fields: new Map(),
      });
    const { user } = showApp(paths.review(described));
    await user.click(await screen.findByRole('button', { name: /^Send 51 changes/ }, later));
    const dialog = within(await screen.findByRole('dialog', { name: /^Delete 51 records/ }));
    const yes = dialog.getByRole<HTMLButtonElement>('button', { name: 'Send 51 changes' });
    await user.type(dialog.getByLabelText(/^Type 51/), '51');
    expect(yes.disabled).toBe(true);
    await user.type(dialog.getByLabelText(/the company$/), 'Fernhill Media');
    expect(yes.disabled).toBe(false);
  });

  it('Ctrl Enter sends, and the changes can be saved as a file instead', async () => {
    const { user } = await openReview([['Client', 'cl-0', { phone: '1' }]]);
    await user.click(await screen.findByRole('button', { name: 'Save as file for a colleague…' }));
    expect(await screen.findByText(/^The changes are in changes\.coredesk\.json/)).toBeTruthy();
    await user.keyboard('{Control>}{Enter}{/Control}');
    await screen.findByRole('heading', { name: 'Sent' }, later);
  });
});

describe('a create without an answer', () => {
  const doubt: Given = [
    'Client',
    'new:1',
    { name: 'Harbour Board' },
    {
      kind: 'create',
      doubt: {
        sentAt: 1_793_000_000,
        reason: 'The service did not answer.',
        lookedAt: 1_793_000_060,
        isWhole: true,
        candidates: [
          {
            id: 'cl-5',
            title: 'Harbour Board',
            same: 7,
            of: 8,
            made: 'Made at 10:44',
            differs: [],
          },
        ],
      },
    },
  ];

  it('stands on top with what was found, and is never among what is sent', async () => {
    const { user } = await openReview([doubt]);
    const asked = await screen.findByRole('region', { name: 'Did “Harbour Board” arrive?' });
    expect(within(asked).getByText('7 of 8 fields the same')).toBeTruthy();
    expect(send().disabled).toBe(true);
    await expectNoViolation();
    await user.click(within(asked).getByRole('button', { name: /^It is this one/ }));
    expect(await screen.findByText('Nothing to review')).toBeTruthy();
    expect(fakeState.changes.size).toBe(0);
  });

  it('that did not arrive is an unsent change like any other', async () => {
    const { user } = await openReview([doubt]);
    await user.click(
      await screen.findByRole('button', { name: 'It did not arrive: keep it to be sent' }),
    );
    await waitFor(() => expect(send().disabled).toBe(false));
    expect(screen.queryByRole('region', { name: /arrive\?$/ })).toBeNull();
    expect(fakeState.runs.size).toBe(0);
  });
});
