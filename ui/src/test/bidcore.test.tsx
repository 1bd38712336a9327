// A connection to BidCore in both ways, and what a person is asked for when it ended.

import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { commands, events, fakeState } from '../ipc/fake';
import { connectionOf } from '../ipc/fake/state';
import type { ConnectionView } from '../ipc/client';
import { paths } from '../paths';
import { expectNoTrace, openApp, showApp } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };
const TOKEN = 'eyJhbGciOi.hush-hush.signed';

afterEach(() => vi.restoreAllMocks());

const tokenField = () => screen.findByLabelText<HTMLInputElement>('The token from the portal');
const connectButton = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Connect' });

async function openForm() {
  const opened = openApp(paths.addBidcore, false);
  await tokenField();
  return opened;
}

const inWorkspace = () => screen.findByRole('navigation', { name: 'Entities' }, later);

describe('with a permanent token', () => {
  it('is opened by its card, and guides to the token', async () => {
    const { user } = openApp(paths.home, false);
    await user.click(await screen.findByRole('link', { name: /BidCore Workflow/ }));
    expect(await tokenField()).toBe(document.activeElement);
    const guide = screen.getByRole('complementary', { name: 'How to make a permanent token' });
    await user.click(within(guide).getByRole('button', { name: 'token portal' }));
    expect(fakeState.opened).toEqual(['uauth.iponweb.com']);
    expect(within(guide).getByText('my.bidcore.iponweb.com')).toBeTruthy();
    await user.click(within(guide).getByRole('button', { name: 'Copy the scope' }));
    expect(await navigator.clipboard.readText()).toBe('my.bidcore.iponweb.com');
  });

  it('hides what is pasted, says what was taken off and why it is refused', async () => {
    const { user } = await openForm();
    const field = await tokenField();
    expect([field.type, field.autocomplete]).toEqual(['password', 'off']);
    expect(connectButton().disabled).toBe(true);
    await user.click(field);
    await user.paste(`Bearer ${TOKEN}`);
    expect(await screen.findByText(/^Taken off: the word “Bearer” at the start\. 27/)).toBeTruthy();
    await waitFor(() => expect(connectButton().disabled).toBe(false));
    await user.clear(field);
    await user.paste('two tokens');
    expect(await screen.findByText(/^The character at position 4 does not belong/)).toBeTruthy();
    expect(connectButton().disabled).toBe(true);
  });

  it('tries it, opens the workspace and leaves no trace of it in the window', async () => {
    const connect = vi.spyOn(commands, 'connectBidcore');
    const { user } = await openForm();
    await user.click(await tokenField());
    await user.paste(TOKEN);
    await waitFor(() => expect(connectButton().disabled).toBe(false));
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText('Trying the token with one request')).toBeTruthy();
    expect(screen.queryByText('Opened your browser')).toBeNull();
    await inWorkspace();
    expect(connect.mock.calls[0]?.[0]).toMatchObject({ token: TOKEN, password: null });
    connect.mockClear();
    await waitFor(() => expectNoTrace(TOKEN));
  });

  it('a refused one is told above the form, which is as it was', async () => {
    const { user } = await openForm();
    await user.type(screen.getByLabelText(/^Name of the connection/), 'Northlight');
    await user.click(await tokenField());
    await user.paste('refused-token');
    await waitFor(() => expect(connectButton().disabled).toBe(false));
    await user.click(connectButton());
    const told = await screen.findByText(/^BidCore Workflow does not take this token/, {}, later);
    expect(told.closest('[role=alert]')?.textContent).toContain('401');
    expect(screen.getByDisplayValue('Northlight')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Correct the field' }));
    expect(document.activeElement).toBe(await tokenField());
  });

  it('can be given up while it is tried', async () => {
    const cancel = vi.spyOn(commands, 'cancelSignIn');
    const { user } = await openForm();
    await user.click(await tokenField());
    await user.paste('waits-for-ever');
    await waitFor(() => expect(connectButton().disabled).toBe(false));
    await user.click(connectButton());
    await screen.findByText('Trying the token with one request');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(connectButton().disabled).toBe(false));
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(fakeState.others).toEqual([]);
  });

  it('has its settings with the documented defaults, which can be had back', async () => {
    const connect = vi.spyOn(commands, 'connectBidcore');
    const { user } = await openForm();
    await user.click(screen.getByText('Advanced'));
    const base = screen.getByLabelText<HTMLInputElement>('Base URL and prefix');
    expect(base.value).toBe('https://my.bidcore.iponweb.com');
    await user.type(base, '/api/v2');
    expect(screen.getByText('Documented: https://my.bidcore.iponweb.com')).toBeTruthy();
    await user.click(await tokenField());
    await user.paste(TOKEN);
    await waitFor(() => expect(connectButton().disabled).toBe(false));
    await user.click(connectButton());
    await inWorkspace();
    expect(connect.mock.calls[0]?.[0].form.baseUrl).toBe('https://my.bidcore.iponweb.com/api/v2');
  });
});

describe('with user name and password', () => {
  async function openPassword(password: string) {
    const opened = await openForm();
    const { user } = opened;
    await user.click(screen.getByRole('radio', { name: 'User name and password' }));
    await user.type(screen.getByLabelText('User name'), 'j.okonkwo');
    await user.click(screen.getByLabelText('Password'));
    await user.paste(password);
    await waitFor(() => expect(connectButton().disabled).toBe(false));
    await user.click(connectButton());
    return opened;
  }

  it('is marked as the weaker way, and leaves no trace of the password', async () => {
    await openPassword('p&ss hush');
    expect(screen.getByText(/^A permanent token is the better way/)).toBeTruthy();
    expect(await screen.findByText('Exchanging user name and password for a token')).toBeTruthy();
    await inWorkspace();
    await waitFor(() => expectNoTrace('p&ss hush'));
    expect(fakeState.others[0]?.session.renews).toBe(false);
  });

  it('a wrong one is told', async () => {
    await openPassword('wrong');
    const [told] = await screen.findAllByText(/did not take this user name/, {}, later);
    expect(told?.closest('[role=alert]')).toBeTruthy();
    expect(screen.getByLabelText('Password')).toBeTruthy();
  });

  it('a scope that is not known leads to it, and is not sent once more', async () => {
    const connect = vi.spyOn(commands, 'connectBidcore');
    const { user } = await openPassword('unscoped');
    await screen.findAllByText(/does not know this scope/, {}, later);
    await user.click(screen.getByRole('button', { name: 'Correct the field' }));
    const scope = document.activeElement;
    expect(scope?.id).toBe('bidcore-scope');
    expect(scope?.closest('details')?.open).toBe(true);
    expect(connect).toHaveBeenCalledTimes(1);
  });

  it('an address that cannot be used leads to it', async () => {
    const { user } = await openForm();
    await user.click(screen.getByText('Advanced'));
    const base = screen.getByLabelText('Base URL and prefix');
    await user.clear(base);
    await user.type(base, 'http://elsewhere.example');
    await user.click(screen.getByText('Advanced'));
    await user.click(await tokenField());
    await user.paste(TOKEN);
    await waitFor(() => expect(connectButton().disabled).toBe(false));
    await user.click(connectButton());
    await user.click(await screen.findByRole('button', { name: 'Correct the field' }));
    expect(document.activeElement).toBe(base);
    expect(base.closest('details')?.open).toBe(true);
  });
});

const bidcore = (part: Partial<ConnectionView>): ConnectionView =>
  connectionOf({
    id: 'bidcore-1',
    company: 'Northlight Media',
    serviceTitle: 'BidCore Workflow',
    mark: 'NL',
    person: 'j.okonkwo',
    environment: 'production',
    grant: 'password',
    isDescribed: true,
    ...part,
  });

const OUT: ConnectionView['session'] = {
  state: 'signedOut',
  expiresAt: null,
  renews: false,
  reason: 'The sign-in ended.',
};

function openWith(part: Partial<ConnectionView>, place: string) {
  openApp(paths.home, false);
  cleanup();
  fakeState.others.push(bidcore(part));
  return showApp(place);
}

const rows = paths.entities('bidcore-1', 'campaigns');

const ENDED = 'Your BidCore Workflow sign-in has ended. Work is paused and nothing is lost.';
const HOLDS: ConnectionView['session'] = { ...OUT, state: 'ready', reason: null };

/** The sign-in ends while its rows are shown. */
async function endInWork(part: Partial<ConnectionView> = {}) {
  const opened = openWith({ session: HOLDS, ...part }, rows);
  await screen.findByRole('button', { name: 'Row 1' }, later);
  fakeState.others[0]!.session = OUT;
  events.deskChanged.send({ connectionId: 'bidcore-1' });
  return opened;
}

describe('a sign-in that ends in mid-work', () => {
  it('is asked for by itself over the work, once', async () => {
    const { user } = await endInWork();
    const dialog = await screen.findByRole('dialog', { name: 'Sign in to Northlight Media' });
    expect(screen.getByText(ENDED)).toBeTruthy();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(dialog.isConnected).toBe(false);
    events.deskChanged.send({ connectionId: 'bidcore-1' });
    await user.click(screen.getByRole('button', { name: 'Row 1' }));
    await screen.findByRole('complementary', { name: 'Campaign details' });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getByText(ENDED)).toBeTruthy();
  });

  it('goes on where the work is by then', async () => {
    const { user } = await endInWork({ grant: 'token' });
    const dialog = within(await screen.findByRole('dialog'));
    window.location.hash = '#/c/bidcore-1/review';
    await screen.findByRole('heading', { name: 'Review changes', hidden: true });
    await user.click(dialog.getByLabelText('New token'));
    await user.paste(TOKEN);
    await user.click(dialog.getByRole('button', { name: 'Sign in and go on' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull(), later);
    expect(window.location.hash).toBe('#/c/bidcore-1/review');
  });

  it('is not asked for, nor told to have ended, after the person signed out', async () => {
    const { user } = openWith({ session: HOLDS }, rows);
    await screen.findByRole('button', { name: 'Row 1' }, later);
    window.location.hash = `#${paths.home}`;
    await user.click(
      await screen.findByRole('button', { name: 'More actions for Northlight Media' }),
    );
    await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }, later));
    await waitFor(() => expect(fakeState.others[0]?.session.state).toBe('signedOut'));
    await screen.findByRole('button', { name: 'Sign in' });
    window.location.hash = `#${rows}`;
    expect(await screen.findByText(/^You signed out\. Rows and unsent changes stay/)).toBeTruthy();
    expect(screen.queryByText(ENDED)).toBeNull();
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('a sign-in that ended', () => {
  it('is asked for over the rows, which stay where they are', async () => {
    const { user } = openWith({ session: OUT }, rows);
    expect(
      await screen.findByText(/^The sign-in ended\. Rows and unsent changes stay/),
    ).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Sign in and go on' }));
    const dialog = await screen.findByRole('dialog', { name: 'Sign in to Northlight Media' });
    expect(within(dialog).getByDisplayValue('j.okonkwo')).toBeTruthy();
    const password = within(dialog).getByLabelText('Password');
    await waitFor(() => expect(document.activeElement).toBe(password));
    await user.type(password, 'wrong');
    const goOn = within(dialog).getByRole('button', { name: 'Sign in and go on' });
    await user.click(goOn);
    await within(dialog).findAllByText(/did not take this user name/, {}, later);
    await user.clear(within(dialog).getByLabelText('Password'));
    await user.type(within(dialog).getByLabelText('Password'), 'hush-again');
    await user.click(goOn);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull(), later);
    expect(window.location.hash).toBe(`#${rows}`);
    expect(screen.queryByText(/^The sign-in ended/)).toBeNull();
    await waitFor(() => expectNoTrace('hush-again'));
  });

  it('asks for a new token where there was one', async () => {
    const { user } = openWith({ session: OUT, grant: 'token' }, paths.home);
    const row = await screen.findByTestId('connection-bidcore-1');
    await user.click(within(row).getByRole('button', { name: 'Sign in' }));
    const dialog = await screen.findByRole('dialog');
    const field = within(dialog).getByLabelText<HTMLInputElement>('New token');
    expect(field.type).toBe('password');
    await user.click(field);
    await user.paste(TOKEN);
    await user.click(within(dialog).getByRole('button', { name: 'Sign in and go on' }));
    await inWorkspace();
    await waitFor(() => expectNoTrace(TOKEN));
  });

  it('is told before it ends', async () => {
    const session = { ...OUT, state: 'ready' as const, expiresAt: Date.now() + 4 * 60_000 + 5000 };
    const { user } = openWith({ session }, rows);
    expect(
      await screen.findByText(
        'Your BidCore Workflow sign-in ends in 4 min. Work pauses then and nothing is lost.',
      ),
    ).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Sign in now' }));
    expect(await screen.findByRole('dialog', { name: 'Sign in to Northlight Media' })).toBeTruthy();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(window.location.hash).toBe(`#${rows}`);
  });
});

describe('the row of a connection', () => {
  const row = () => screen.findByTestId('connection-bidcore-1');

  it('says how long its token holds', async () => {
    const session = { ...OUT, state: 'ready' as const };
    openWith({ grant: 'token', session }, paths.home);
    expect(within(await row()).getByText('Permanent token, no expiry date')).toBeTruthy();
    cleanup();
    openWith({ session: { ...session, expiresAt: Date.now() + 36 * 60_000 + 5000 } }, paths.home);
    expect(within(await row()).getByText('Ends in 36 min')).toBeTruthy();
    cleanup();
    openWith({ session: { ...session, expiresAt: Date.now() - 1000 } }, paths.home);
    expect(within(await row()).getByText('Signed out: sign in again')).toBeTruthy();
  });

  const choose = async (user: ReturnType<typeof openWith>['user'], name: string) => {
    await user.click(within(await row()).getByRole('button', { name: /^More/ }));
    await user.click(await screen.findByRole('menuitem', { name }, later));
  };

  it('saves its description', async () => {
    const { user } = openWith({}, paths.home);
    await choose(user, 'Save service description…');
    expect(await screen.findByText(/^The service description is saved\. It holds/)).toBeTruthy();
  });

  it('reads its description again', async () => {
    const read = vi.spyOn(commands, 'readDescriptionAgain');
    const { user } = openWith({}, paths.home);
    await choose(user, 'Read its description again');
    expect(read).toHaveBeenCalledWith('bidcore-1');
  });

  it('says in its details that the built-in description is used', async () => {
    const { user } = openWith({}, paths.home);
    fakeState.descriptions.set('bidcore-1', {
      readAt: null,
      problem: null,
      isBuiltIn: true,
      news: null,
      differences: [],
    });
    await user.click(within(await row()).getByRole('button', { name: /^Details of/ }));
    expect(await within(await row()).findByText(/^The built-in one/)).toBeTruthy();
  });
});

describe('the description of the service', () => {
  const status = { readAt: 1, problem: null, isBuiltIn: false, news: null, differences: [] };

  it('tells what is new until it was seen', async () => {
    const { user } = openWith({}, rows);
    fakeState.descriptions.set('bidcore-1', {
      ...status,
      news: '2 new entities, 1 new field',
      differences: ['Entity “Deal library”', 'Entity “Exclusion list”', 'Field “pacing” of Deals'],
    });
    await screen.findByText(
      'BidCore Workflow’s description changed: 2 new entities, 1 new field.',
      {},
      later,
    );
    await user.click(screen.getByRole('button', { name: 'What is new' }));
    const dialog = await screen.findByRole('dialog', { name: 'What is new in BidCore Workflow' });
    expect(within(dialog).getAllByRole('listitem')).toHaveLength(3);
    await user.click(within(dialog).getByRole('button', { name: 'Seen' }));
    await waitFor(() => expect(screen.queryByText(/description changed/)).toBeNull());
  });

  it('tells that it could not be read, and reads it again', async () => {
    const { user } = openWith({}, rows);
    fakeState.descriptions.set('bidcore-1', {
      ...status,
      isBuiltIn: true,
      problem: {
        code: 'unreachable',
        message: 'It answered nothing within 10 s.',
        nextStep: 'retry',
        detail: null,
      },
    });
    events.catalogueChanged.send({ connectionId: 'bidcore-1' });
    await screen.findByText(/the built-in one is used/, {}, later);
    await user.click(screen.getByRole('button', { name: 'Read it again' }));
    await waitFor(() => expect(screen.queryByText(/the built-in one is used/)).toBeNull());
  });
});
