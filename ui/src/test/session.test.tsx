// A sign-in that ended, or that grants less than was asked for.

import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { fakeState } from '../ipc/fake';
import { connectionOf, events } from '../ipc/fake/state';
import { paths } from '../paths';
import { demo, editDescription, openApp, openRows, showApp } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };

async function openReadOnly() {
  openApp(paths.home);
  cleanup();
  fakeState.mayWrite = false;
  const opened = showApp(paths.entities(demo, 'TimeEntry'));
  await screen.findByRole('button', { name: 'Row 1' }, later);
  return opened;
}

describe('a connection that only reads', () => {
  it('says why, and offers nothing that changes a record', async () => {
    const { user } = await openReadOnly();
    expect(screen.getByText(/^Read only: the sign-in did not grant changes\./)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^New time entry/ })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Row 1' }));
    const detail = await screen.findByRole('complementary', { name: 'Time entry details' });
    const field = await within(detail).findByLabelText('Description');
    expect(field.tagName).toBe('OUTPUT');
    expect(within(detail).queryByRole('textbox')).toBeNull();
    expect(within(detail).queryByRole('button', { name: 'Delete' })).toBeNull();
  });

  it('makes no unsent change by keys either', async () => {
    const { user } = await openReadOnly();
    await user.click(screen.getByRole('button', { name: 'Delete row 1' }));
    await user.keyboard('{Control>}n{/Control}');
    await screen.findAllByText('Read only: the sign-in did not grant changes.', {}, later);
    expect(fakeState.changes.size).toBe(0);
  });

  it('holds sending back', async () => {
    const { user } = await openRows('TimeEntry');
    await editDescription(user, 'Site visit');
    fakeState.mayWrite = false;
    events.deskChanged.send({ connectionId: demo });
    await user.click(await screen.findByRole('button', { name: /^Review 1 change/ }));
    await screen.findByText('Sending is off: the sign-in did not grant changes.');
    const send = screen.getByRole<HTMLButtonElement>('button', { name: /^Send 1 change/ });
    expect(send.disabled).toBe(true);
  });

  it('signs in again for more and comes back to the same rows', async () => {
    openApp(paths.home);
    cleanup();
    fakeState.mayWrite = false;
    const { user } = showApp(paths.entities(demo, 'Project'));
    await user.click(await screen.findByRole('button', { name: 'Sign in again' }, later));
    await screen.findByText(/^Choose Fernhill Engineering and sign in as Priya Nair\./);
    await waitFor(() => expect(window.location.hash).toBe(`#${paths.entities(demo, 'Project')}`), {
      timeout: 6000,
    });
  });
});

describe('a sign-in that ends in mid-work', () => {
  it('leaves all on the screen, and the work goes on where it was', async () => {
    const { user } = await openRows('TimeEntry');
    await editDescription(user, 'Site visit');
    await screen.findByTestId('unsent-count');
    fakeState.signedIn = false;
    events.deskChanged.send({ connectionId: demo });
    const goOn = await screen.findByRole('button', { name: 'Sign in and go on' });
    expect(screen.getByRole('button', { name: 'Row 1' })).toBeTruthy();
    expect(screen.getByRole('complementary', { name: 'Time entry details' })).toBeTruthy();
    await user.click(goOn);
    await screen.findByRole('heading', { name: 'Finish in your browser' });
    await screen.findByRole('table', { name: 'Time entries' }, { timeout: 6000 });
    expect(window.location.hash).toBe(`#${paths.entities(demo, 'TimeEntry')}`);
    expect((await screen.findByTestId('unsent-count')).textContent).toBe('1 unsent change');
  });

  it('the review is come back to as well', async () => {
    const { user } = await openRows('TimeEntry');
    await editDescription(user, 'Site visit');
    await user.click(await screen.findByRole('button', { name: /^Review 1 change/ }));
    await screen.findByRole('heading', { name: 'Review changes' });
    fakeState.signedIn = false;
    events.deskChanged.send({ connectionId: demo });
    await user.click(await screen.findByRole('button', { name: 'Sign in and go on' }));
    await screen.findByRole('heading', { name: 'Finish in your browser' });
    await screen.findByRole('heading', { name: 'Review changes' }, { timeout: 6000 });
    expect(await screen.findByRole('button', { name: /^Send 1 change/ })).toBeTruthy();
  });
});

describe('a sign-in to a connection of one’s own, given up', () => {
  it('goes back to the work, and speaks of no form', async () => {
    openApp(paths.home);
    cleanup();
    const session = { state: 'signedOut' as const, expiresAt: null, renews: false, reason: null };
    fakeState.others.push(
      connectionOf({ id: 'core-1', company: 'Halden', environment: 'ownHosts', session }),
    );
    fakeState.ending = 'waits';
    const { user } = showApp(paths.entities('core-1', 'Project'));
    await user.click(await screen.findByRole('button', { name: 'Sign in and go on' }, later));
    await screen.findByRole('heading', { name: 'Finish in your browser' });
    expect(screen.queryByText(/^Step 2 of 2/)).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Back to where you were' }));
    await waitFor(() =>
      expect(window.location.hash).toBe(`#${paths.entities('core-1', 'Project')}`),
    );
  });
});

describe('the row of a connection', () => {
  const open = (part: Parameters<typeof connectionOf>[0]) => {
    openApp(paths.home, false);
    cleanup();
    fakeState.others.push(connectionOf({ id: 'core-1', company: 'Halden', ...part }));
    return showApp(paths.home);
  };

  it('tells what was not granted and when it ends without renewing', async () => {
    open({
      environment: 'ownHosts',
      scopes: [
        { scope: 'read:core', meaning: 'See data', usedFor: '', granted: true, asked: true },
        { scope: 'offline_access', meaning: 'Stay', usedFor: '', granted: false, asked: true },
        { scope: 'address', meaning: 'Address', usedFor: '', granted: false, asked: false },
      ],
      session: {
        state: 'ready',
        expiresAt: Date.now() + 24 * 60_000 + 5000,
        renews: false,
        reason: null,
      },
    });
    const row = await screen.findByTestId('connection-core-1');
    expect(within(row).getByText('Not granted: Stay')).toBeTruthy();
    expect(within(row).getByText('Ends in 24 min')).toBeTruthy();
    expect(within(row).getByText('Then you sign in again')).toBeTruthy();
    expect(within(row).getByText('Own hosts')).toBeTruthy();
    expect(row.querySelector('.mark.dash')).toBeTruthy();
  });

  it('offers the sign-in when signed out', async () => {
    const { user } = open({
      session: { state: 'signedOut', expiresAt: null, renews: false, reason: 'It ended at 10:41.' },
      environment: 'production',
    });
    const row = await screen.findByTestId('connection-core-1');
    expect(within(row).getByText('It ended at 10:41.')).toBeTruthy();
    await user.click(within(row).getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText(/^Choose Halden and sign in as Priya Nair\./)).toBeTruthy();
  });
});
