// Runs of the sender over the in-memory core: while they go, while they wait, and what became of them.

import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { commands } from '../ipc/client';
import { events, fakeState } from '../ipc/fake';
import { holdUp, startRun } from '../ipc/fake/runs';
import { keyOf } from '../ipc/fake/state';
import { paths } from '../paths';
import { demo, openApp, showApp } from './desk';
import { expectNoViolation } from './violations';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };
const CLIENTS = ['cl-0', 'cl-1', 'cl-2', 'cl-3'];

/** A run of some edits of clients, each of which takes so long. */
function begin(changeTakes: number, statuses: Record<string, number> = {}): string {
  openApp(paths.home);
  cleanup();
  fakeState.changeTakes = changeTakes;
  for (const id of CLIENTS) {
    const fields = new Map([['phone', `1${id}`]]);
    fakeState.changes.set(keyOf('Client', id), { entityType: 'Client', id, kind: 'edit', fields });
    const status = statuses[id];
    if (status !== undefined) fakeState.statuses.set(keyOf('Client', id), status);
  }
  return startRun(
    demo,
    CLIENTS.map((id) => keyOf('Client', id)),
  ).runId;
}

const finished = async (statuses: Record<string, number> = {}) => {
  const runId = begin(1, statuses);
  await waitFor(() => expect(fakeState.runs.get(runId)?.summary.left).toBe(0));
  const opened = showApp(paths.run(demo, runId));
  await screen.findByRole('heading', { name: /^Sent/ }, later);
  return { runId, ...opened };
};

describe('a run under way', () => {
  it('shows its rows and its numbers, is paused by the space bar and goes on', async () => {
    const runId = begin(100_000);
    const { user } = showApp(paths.run(demo, runId));
    await screen.findByRole('heading', { name: 'Sending 4 changes' });
    await waitFor(() => expect(document.querySelectorAll('[data-outcome]')).toHaveLength(4));
    await expectNoViolation();
    await user.click(screen.getByRole('list', { name: 'What became of each change' }));
    await user.keyboard(' ');
    await screen.findByRole('heading', { name: 'Paused' });
    expect(screen.getByText('You paused it.')).toBeTruthy();
    fakeState.changeTakes = 1;
    await user.click(screen.getByRole('button', { name: /^Go on/ }));
    await screen.findByRole('heading', { name: 'Sent' }, later);
    expect(screen.getByText('4 of 4 changes are saved')).toBeTruthy();
  });

  it('ends in the window too where its end is told while it is asked for', async () => {
    const runId = begin(100_000);
    const asked = { ...fakeState.runs.get(runId)!.summary };
    let answer: (run: typeof asked) => void = () => undefined;
    vi.spyOn(commands, 'runSummary').mockReturnValueOnce(
      new Promise((told) => {
        answer = told;
      }),
    );
    showApp(paths.run(demo, runId));
    await waitFor(() => expect(commands.runSummary).toHaveBeenCalled());
    const over = { ...asked, state: 'finished' as const, done: 4, left: 0 };
    act(() => events.runMoved.send({ run: over }));
    await screen.findByRole('heading', { name: 'Sent' }, later);
    await act(async () => answer(asked));
    expect(screen.getByRole('heading', { name: 'Sent' })).toBeTruthy();
    expect(screen.queryByRole('heading', { name: /^Sending/ })).toBeNull();
  });

  it('is stopped after the row under way, with true totals', async () => {
    const runId = begin(100_000);
    const { user } = showApp(paths.run(demo, runId));
    await user.click(await screen.findByRole('button', { name: 'Stop after this row' }));
    await screen.findByRole('heading', { name: 'Stopped' });
    expect(screen.getByText('4 not sent')).toBeTruthy();
    expect(fakeState.changes.size).toBe(4);
  });

  it('can be left and come back to', async () => {
    const runId = begin(100_000);
    const { user } = showApp(paths.home);
    await screen.findByRole('heading', { name: 'Connections' });
    act(() => events.runMoved.send({ run: fakeState.runs.get(runId)!.summary }));
    expect(await screen.findByText('Sending: 0 of 4 changes done.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Look' }));
    await screen.findByRole('heading', { name: 'Sending 4 changes' });
  });

  it('tells of a slow-down, with pausing instead', async () => {
    const runId = begin(100_000);
    showApp(paths.run(demo, runId));
    await screen.findByRole('heading', { name: 'Sending 4 changes' });
    const pace = { perMinute: 54, used: 60, waiting: 3, pausedUntil: Date.now() / 1000 + 18 };
    act(() => events.paceChanged.send({ connectionId: demo, pace }));
    expect((await screen.findByTestId('slow-down')).textContent).toMatch(/Going on in 1[5-9] s/);
    expect(screen.getByRole('button', { name: 'Pause instead' })).toBeTruthy();
  });
});

describe('a run that waits', () => {
  it('after a restart is told of on the start screen and over the rows, and goes on from there', async () => {
    const runId = begin(100_000);
    holdUp(runId, 'restart', 'Coredesk ended while it ran.');
    showApp(paths.entities(demo, 'TimeEntry'));
    expect(await screen.findByText('4 of 4 changes left to send.', {}, later)).toBeTruthy();
    cleanup();
    const { user } = showApp(paths.home);
    expect(await screen.findByText('4 of 4 changes left to send.', {}, later)).toBeTruthy();
    expect(screen.getByText(/Coredesk ended while it ran/)).toBeTruthy();
    await expectNoViolation();
    fakeState.changeTakes = 1;
    await user.click(screen.getByRole('button', { name: 'Go on' }));
    await screen.findByRole('heading', { name: 'Sent' }, later);
    await waitFor(() => expect(fakeState.changes.size).toBe(0));
  });

  it('for a sign-in goes on after it', async () => {
    const runId = begin(100_000);
    fakeState.signedIn = false;
    holdUp(runId, 'signIn', 'Your sign-in has ended. No row is sent twice.');
    const { user } = showApp(paths.run(demo, runId));
    await screen.findByRole('heading', { name: 'Waiting' });
    const side = within(screen.getByRole('complementary', { name: 'Changes sent' }));
    fakeState.changeTakes = 1;
    const resume = vi.spyOn(commands, 'resumeRun');
    await user.click(side.getByRole('button', { name: /^Sign in and go on/ }));
    await screen.findByRole('heading', { name: 'Sent' }, { timeout: 8000 });
    expect(resume).toHaveBeenCalledTimes(1);
    expect(fakeState.changes.size).toBe(0);
  });
});

describe('the rows of a run', () => {
  it('stand under heads of what they are, in the order of sending', async () => {
    openApp(paths.home);
    cleanup();
    fakeState.changeTakes = 100_000;
    const put = (entityType: string, id: string, field: string) =>
      fakeState.changes.set(keyOf(entityType, id), {
        entityType,
        id,
        kind: 'edit',
        fields: new Map([[field, '1']]),
      });
    CLIENTS.forEach((id) => put('Client', id, 'phone'));
    put('TimeEntry', 'te-1', 'description');
    const { runId } = startRun(demo, [...fakeState.changes.keys()]);
    showApp(paths.run(demo, runId));
    const list = await screen.findByRole('list', { name: 'What became of each change' });
    await within(list).findByRole('heading', { name: 'Clients' });
    const told = [...list.querySelectorAll('.rg-h')].map((head) => head.textContent);
    expect(told).toEqual(['Clients4', 'Time entries1']);
    await waitFor(() => expect(list.querySelectorAll('[data-outcome]')).toHaveLength(5));
  });
});

describe('a finished run', () => {
  it('unfolds all rows of a reason, each put right by itself, and all that was done', async () => {
    openApp(paths.home);
    cleanup();
    fakeState.changeTakes = 1;
    const ids = Array.from({ length: 40 }, (_, n) => `te-${n}`);
    for (const id of ids) {
      const fields = new Map([['description', `new ${id}`]]);
      fakeState.changes.set(keyOf('TimeEntry', id), {
        entityType: 'TimeEntry',
        id,
        kind: 'edit',
        fields,
      });
      if (ids.indexOf(id) < 20) fakeState.statuses.set(keyOf('TimeEntry', id), 400);
    }
    const { runId } = startRun(demo, [...fakeState.changes.keys()]);
    await waitFor(() => expect(fakeState.runs.get(runId)?.summary.left).toBe(0), later);
    const { user } = showApp(paths.run(demo, runId));
    const list = await screen.findByRole('list', { name: 'What became of each change' }, later);
    await user.click(await within(list).findByRole('button', { name: 'Show all 20' }));
    await waitFor(() =>
      expect(list.querySelectorAll('.failed-one .fix').length).toBeGreaterThan(8),
    );
    await expectNoViolation();
    await user.click(within(list).getByRole('button', { name: 'Show fewer' }));
    await waitFor(() => expect(list.querySelectorAll('.failed-one')).toHaveLength(0));
    const setsize = () =>
      Number(list.querySelector('[aria-setsize]')?.getAttribute('aria-setsize'));
    expect(setsize()).toBe(1 + 8);
    await user.click(await within(list).findByRole('button', { name: 'Show all' }));
    await waitFor(() => expect(setsize()).toBe(1 + 20));
  });

  it('leads from a conflict to the two versions', async () => {
    const { runId } = await finished({ 'cl-1': 409 });
    const run = fakeState.runs.get(runId)!;
    const at = run.rows.findIndex(({ outcome }) => outcome.id === 'cl-1');
    const row = run.rows[at]!;
    run.rows[at] = { ...row, outcome: { ...row.outcome, outcome: 'conflict' } };
    cleanup();
    const { user } = showApp(paths.run(demo, runId));
    fakeState.changes.get('Client/cl-1')!.there = {
      by: 'Grace Okafor',
      at: 1,
      thenAt: null,
      theirs: new Map([['phone', '9']]),
      kept: new Set(),
    };
    await user.click(await screen.findByRole('button', { name: 'Compare both' }, later));
    expect(await screen.findByText(/^Grace Okafor changed this/, {}, later)).toBeTruthy();
    const shown = screen.getByRole('button', { name: /^Conflicts/ });
    expect(shown.getAttribute('aria-pressed')).toBe('true');
  });

  it('groups what was not done by its reason, and tries again what may be', async () => {
    const { user } = await finished({ 'cl-0': 409, 'cl-2': 409, 'cl-3': 400 });
    const list = within(screen.getByRole('list', { name: 'What became of each change' }));
    expect(await list.findByText('2 changes were not done')).toBeTruthy();
    expect(list.getByText(/database refused it/)).toBeTruthy();
    expect(screen.getByText('1 of 4 changes is saved')).toBeTruthy();
    await expectNoViolation();
    fakeState.statuses.clear();
    await user.click(screen.getAllByRole('button', { name: 'Try the 2 again' })[0]!);
    await screen.findByText('2 of 2 changes are saved', {}, later);
    expect([...fakeState.changes.keys()]).toEqual(['Client/cl-3']);
  });

  it('a refused row is put right in its field and sent alone', async () => {
    const { user } = await finished({ 'cl-1': 400, 'cl-2': 409 });
    const phone = await screen.findByRole('textbox', { name: 'Phone' }, later);
    await user.clear(phone);
    await user.type(phone, '555{Enter}');
    await waitFor(() =>
      expect(fakeState.changes.get('Client/cl-1')?.fields.get('phone')).toBe('555'),
    );
    fakeState.statuses.clear();
    await user.click(screen.getByRole('button', { name: /^Send this row/ }));
    await screen.findByText('1 of 1 change is saved', {}, later);
    expect([...fakeState.changes.keys()]).toEqual(['Client/cl-2']);
  });

  it('is undone by row or as a whole, after a look at what that does; its report is saved', async () => {
    const { user, runId } = await finished();
    await user.click(screen.getByRole('button', { name: 'Download report (CSV)' }));
    expect(await screen.findByText('The report is in report.csv.')).toBeTruthy();
    const preview = vi.spyOn(commands, 'previewUndo');
    await user.click((await screen.findAllByRole('button', { name: /^Undo / }, later))[0]!);
    expect(preview.mock.calls.at(-1)?.[0].what).toEqual({ kind: 'write', number: 1 });
    const one = within(await screen.findByRole('dialog', { name: 'Undo what was sent?' }));
    await user.click(one.getByRole('button', { name: 'Cancel' }));
    await user.click(screen.getByRole('button', { name: 'Undo this whole run…' }));
    await waitFor(() =>
      expect(preview.mock.calls.at(-1)?.[0].what).toEqual({ kind: 'run', runId }),
    );
    const all = within(await screen.findByRole('dialog', { name: 'Undo what was sent?' }));
    await user.click(await all.findByRole('button', { name: 'Make 4 opposite changes' }));
    await screen.findByRole('heading', { name: 'Review changes' }, later);
    expect(fakeState.changes.size).toBe(4);
  });
});
