import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { events, fakeState, learn } from '../ipc/fake';
import { paths } from '../paths';
import { demo, editDescription, openApp, openRows, showApp } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };

describe('the first run', () => {
  it('offers the demo and nothing is connected', async () => {
    openApp(paths.home, false);
    expect(await screen.findByRole('button', { name: 'Open the demo' })).toBeTruthy();
    expect(screen.getByText(/Fernhill Engineering: 18 entities, 21,300 rows/)).toBeTruthy();
  });

  it('offers a second account in a quieter line', async () => {
    openApp(paths.home, false);
    const demo = await screen.findByRole('region', { name: 'Try it with the demo company' });
    const line = within(demo).getByText(
      'Northlight Media, a BidCore account: 20 entities, 15,557 rows. No account and no network needed.',
    );
    const open = within(demo).getByRole('button', { name: 'Open Northlight Media' });
    expect(line.parentElement?.contains(open)).toBe(true);
    expect(open.textContent).toBe('Open');
    expect(open.classList.contains('pri')).toBe(false);
  });

  it('opens the second account without a question; its mark is dashed', async () => {
    const { user } = openApp(paths.home, false);
    await user.click(await screen.findByRole('button', { name: 'Open Northlight Media' }));
    expect(await screen.findByTestId('nav-line-items', {}, later)).toBeTruthy();
    expect(fakeState.connected).toBe(false);
    cleanup();
    const again = showApp(paths.home);
    expect(await screen.findByRole('button', { name: 'Open the demo' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Open Northlight Media' })).toBeNull();
    const row = screen.getByTestId('connection-demo-northlight');
    expect(row.querySelector('.mark')?.classList.contains('dash')).toBe(true);
    await again.user.click(within(row).getByRole('button', { name: 'Open' }));
    expect(await screen.findByTestId('nav-line-items', {}, later)).toBeTruthy();
  });

  it('opens it again after a sign-out, still without a question', async () => {
    const { user } = openApp(paths.home, false);
    await user.click(await screen.findByRole('button', { name: 'Open Northlight Media' }));
    await screen.findByTestId('nav-line-items', {}, later);
    cleanup();
    fakeState.others[0]!.session.state = 'signedOut';
    const again = showApp(paths.home);
    const row = await screen.findByTestId('connection-demo-northlight');
    await again.user.click(within(row).getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByTestId('nav-line-items', {}, later)).toBeTruthy();
  });

  it('resets every demo account at once, and says which', async () => {
    const { user } = openApp(paths.home);
    await user.click(
      await screen.findByRole('button', { name: 'More actions for Fernhill Engineering' }),
    );
    await user.click(await screen.findByRole('menuitem', { name: 'Reset the demo…' }));
    const asked = await screen.findByRole('dialog', { name: 'Reset the demo?' });
    expect(asked.textContent).toContain(
      'What you changed in Fernhill Engineering and Northlight Media is gone',
    );
    await user.click(within(asked).getByRole('button', { name: 'Reset the demo' }));
    expect(await screen.findByText('The demo is back in its first state.')).toBeTruthy();
  });

  it('leads from the demo to the steps of the sign-in, then to the rows', async () => {
    const { user } = openApp(paths.home, false);
    await user.click(await screen.findByRole('button', { name: 'Open the demo' }));
    expect(await screen.findByRole('heading', { name: 'Finish in your browser' })).toBeTruthy();
    expect(screen.getByText('Waiting for your consent')).toBeTruthy();
    expect(screen.getByText('At 127.0.0.1:41872')).toBeTruthy();
    expect(await screen.findByTestId('nav-TimeEntry', {}, later)).toBeTruthy();
  });

  it('says so when consent was refused, and offers another try', async () => {
    const { user } = openApp(paths.home, false);
    fakeState.ending = 'denied';
    await user.click(await screen.findByRole('button', { name: 'Open the demo' }));
    expect(await screen.findByRole('heading', { name: /access was refused/ }, later)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
    expect(fakeState.signedIn).toBe(false);
  });
});

describe('the workspace', () => {
  it('shows the rows in words and the counts in the navigator', async () => {
    await openRows('TimeEntry');
    const table = screen.getByRole('table', { name: 'Time entries' });
    expect(within(table).getAllByText('31 Oct 2026').length).toBeGreaterThan(0);
    expect(within(table).getAllByText('Priya Nair').length).toBeGreaterThan(0);
    await waitFor(
      () => expect(screen.getByTestId('nav-TimeEntry').textContent).toBe('Time entries320'),
      later,
    );
    await waitFor(() => expect(table.getAttribute('data-row-count')).toBe('320'), later);
    expect(screen.getByTestId('status').textContent).toContain('320 rows');
  });

  it('a search that finds nothing says so and can be cleared', async () => {
    const { user } = await openRows('TimeEntry');
    await user.type(screen.getByRole('searchbox', { name: 'Search rows' }), 'zzzz');
    expect(await screen.findByText('No row has “zzzz” in it', {}, later)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Clear the search' }));
    expect(await screen.findByRole('button', { name: 'Row 1' }, later)).toBeTruthy();
  });
});

describe('the pace of a connection', () => {
  it('is in the status bar, and a pause that the service asked for is counted down', async () => {
    await openRows('TimeEntry');
    const requests = await screen.findByTestId('requests');
    expect(requests.textContent).toBe('62 of 80 requests this minute');
    const pace = { perMinute: 54, used: 60, waiting: 3, pausedUntil: Date.now() / 1000 + 18 };
    events.paceChanged.send({ connectionId: demo, pace });
    const banner = await screen.findByTestId('slow-down');
    expect(banner.textContent).toMatch(/^BQE CORE asked us to slow down. Going on in 1[5-9] s.$/);
    expect(requests.textContent).toBe('60 of 54 requests this minute');
    await waitFor(() => expect(banner.textContent).toContain('Going on in 16 s.'), later);
    events.paceChanged.send({ connectionId: demo, pace: { ...pace, pausedUntil: null } });
    await waitFor(() => expect(screen.queryByTestId('slow-down')).toBeNull());
  });
});

describe('what the description does not have', () => {
  it('custom fields stand under a heading of their own and are edited like the others', async () => {
    const { user } = await openRows('TimeEntry');
    await user.click(screen.getByRole('button', { name: 'Row 1' }));
    const detail = await screen.findByRole('complementary', { name: 'Time entry details' });
    const heading = await within(detail).findByRole('heading', { name: 'Custom fields' });
    const order = within(detail).getByLabelText('Client PO');
    expect(heading.compareDocumentPosition(order)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    await user.clear(order);
    await user.type(order, 'QH-7{Enter}');
    expect(await within(detail).findByText('1 unsent')).toBeTruthy();
    expect([...fakeState.changes.values()][0]?.fields.get('customFields:po')).toBe('QH-7');
  });

  it('a field that a record teaches appears in the form without a reload', async () => {
    const { user } = await openRows('TimeEntry');
    await user.click(screen.getByRole('button', { name: 'Row 1' }));
    const detail = await screen.findByRole('complementary', { name: 'Time entry details' });
    await within(detail).findByLabelText(/^Hours/);
    expect(screen.getByTestId('status').textContent).not.toContain('did not know');
    act(() => {
      learn('TimeEntry', 'weather', 'Weather');
      learn('TimeEntry', 'constructor', 'Constructor');
    });
    expect(await within(detail).findByLabelText('Weather')).toBeTruthy();
    expect(within(detail).getAllByText('learnt from BQE CORE’s answers')).toHaveLength(2);
    expect(screen.getByTestId('status').textContent).toContain(
      '2 fields that Coredesk did not know',
    );
  });
});

describe('from an edit to the finished run', () => {
  it('an edit in the details is unsent, and can be undone', async () => {
    const { user } = await openRows('TimeEntry');
    const detail = await editDescription(user, 'Site visit, north wall');
    expect(await within(detail).findByText('1 unsent')).toBeTruthy();
    expect((await screen.findByTestId('unsent-count')).textContent).toBe('1 unsent change');
    await user.click(within(detail).getByRole('button', { name: 'Undo Description' }));
    await waitFor(() => expect(screen.queryByTestId('unsent-count')).toBeNull());
    expect(fakeState.changes.size).toBe(0);
  });

  it('what is no value is shown as a problem and is not sent', async () => {
    const { user } = await openRows('TimeEntry');
    await user.click(screen.getByRole('button', { name: 'Row 1' }));
    const detail = await screen.findByRole('complementary', { name: 'Time entry details' });
    const hours = await within(detail).findByLabelText(/^Hours/);
    await user.clear(hours);
    await user.type(hours, '25{Enter}');
    expect(await within(detail).findByText(/More than 24 hours/)).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: /^Review 1 change/ }));
    expect(await screen.findByText('1 change needs fixing')).toBeTruthy();
    const send = screen.getByRole<HTMLButtonElement>('button', { name: /^Send 0 changes/ });
    expect(send.disabled).toBe(true);
  });

  it('shows before and after, sends, tells what was refused, and lists the write', async () => {
    const { user } = await openRows('TimeEntry');
    await editDescription(user, 'Site visit, north wall');
    await screen.findByTestId('unsent-count');
    await user.click(screen.getByTestId('nav-Project'));
    const projects = await screen.findByRole('table', { name: 'Projects' }, later);
    const remove = await within(projects).findByRole('button', { name: 'Delete row 1' }, later);
    const project = remove.closest('tr')?.cells[2]?.textContent ?? '';
    expect(project).not.toBe('');
    await user.click(remove);
    await user.click(await screen.findByRole('button', { name: 'Mark it only' }, later));
    await user.click(await screen.findByRole('button', { name: /^Review 2 changes/ }, later));

    await screen.findByRole('heading', { name: 'Review changes' });
    expect(await screen.findByText('Daylight model, revision C', { selector: 'del' })).toBeTruthy();
    expect(screen.getByText('Site visit, north wall', { selector: 'ins' })).toBeTruthy();
    expect(fakeState.journal).toEqual([]);
    await user.click(screen.getByRole('button', { name: /^Send 2 changes/ }));

    await screen.findByRole('heading', { name: 'Sent, with 1 problem' }, later);
    const bad = screen.getByRole('list', { name: 'What became of each change' });
    expect(await within(bad).findByText(`“${project}” was not deleted`)).toBeTruthy();
    expect(within(bad).getByText('Other records use it, so BQE CORE keeps it.')).toBeTruthy();
    expect(screen.getByText('1 of 2 changes is saved')).toBeTruthy();
    expect(fakeState.changes.size).toBe(1);

    cleanup();
    const again = showApp(paths.activity);
    expect(await screen.findByText('2 writes')).toBeTruthy();
    await again.user.click(screen.getByRole('button', { name: /^Run of 2 changes/ }));
    await screen.findByText(/406 Refused/);
    expect(screen.getByText(/200 Saved/)).toBeTruthy();
    expect(screen.getByText(/406 Refused/)).toBeTruthy();
    expect(screen.getByText(/^Today, /)).toBeTruthy();
  });

  it('a change that was unticked stays here', async () => {
    const { user } = await openRows('TimeEntry');
    await editDescription(user, 'Site visit');
    await user.click(await screen.findByRole('button', { name: /^Review 1 change/ }));
    await user.click(await screen.findByRole('checkbox', { name: 'Send Site visit' }));
    expect(screen.getByText('1 change stays in your unsent changes.')).toBeTruthy();
    const send = screen.getByRole<HTMLButtonElement>('button', { name: /^Send 0 changes/ });
    expect(send.disabled).toBe(true);
  });
});

describe('the token screen', () => {
  it('shows the claims with their meaning', async () => {
    openApp(paths.token(demo));
    const row = (await screen.findByText('Who issued it')).closest('tr');
    expect(row?.textContent).toBe('isshttp://127.0.0.1:41872Who issued it RFC 7519 §4.1.1');
    expect(screen.getAllByText('Valid')).toHaveLength(2);
    expect(screen.getByText('Fernhill Engineering', { selector: 'td *' })).toBeTruthy();
  });

  it('counts down', async () => {
    openApp(paths.token(demo));
    const left = await screen.findByTestId('token-left');
    const first = left.textContent;
    expect(first).toMatch(/^3[67] min.* left$/);
    await waitFor(() => expect(left.textContent).not.toBe(first), later);
  });

  it('says when the token is over', async () => {
    openApp(paths.home);
    cleanup();
    fakeState.expiresAt = Date.now() - 65_000;
    showApp(paths.token(demo));
    expect((await screen.findByTestId('token-left')).textContent).toMatch(
      /^Expired 1 min \d+ s ago$/,
    );
  });
});

describe('keys', () => {
  it('F1 opens the sheet of shortcuts', async () => {
    const { user } = openApp(paths.home);
    await screen.findByRole('heading', { name: 'Connections' });
    await user.keyboard('{F1}');
    const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    expect(await within(sheet).findByText('Command palette')).toBeTruthy();
  });

  it('Ctrl K finds an entity by a part of its name and Enter goes there', async () => {
    const { user } = openApp(paths.home);
    await screen.findByRole('heading', { name: 'Connections' });
    await user.keyboard('{Control>}k{/Control}');
    const box = await screen.findByRole('combobox');
    await waitFor(() => expect(screen.getAllByRole('option').length).toBeGreaterThan(7));
    await user.type(box, 'invoi');
    expect(screen.getAllByRole('option')).toHaveLength(1);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(window.location.hash).toContain('/e/Invoice'));
    expect(await screen.findByRole('table', { name: 'Invoices' }, later)).toBeTruthy();
  });

  it('Ctrl Shift A goes to the activity, which is empty at first', async () => {
    const { user } = openApp(paths.home);
    await screen.findByRole('heading', { name: 'Connections' });
    await user.keyboard('{Control>}{Shift>}a{/Shift}{/Control}');
    expect(await screen.findByText('Nothing was sent yet')).toBeTruthy();
  });
});
