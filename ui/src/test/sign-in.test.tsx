// Adding a connection, from the form to the rows or to what can be tried.

import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { commands, events, fakeState } from '../ipc/fake';
import { connectionOf } from '../ipc/fake/state';
import type { ConnectionView } from '../ipc/client';
import { paths } from '../paths';
import { openApp, showApp } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };
const OWN = 'http://127.0.0.1:53682/callback';

afterEach(() => vi.restoreAllMocks());

const clientId = () => screen.findByLabelText<HTMLInputElement>('Client ID');
const redirectUri = () => screen.getByLabelText<HTMLInputElement>(/^Redirect URI/);
const signInButton = () => screen.getByRole<HTMLButtonElement>('button', { name: /^Sign in with/ });
const doctor = () => screen.getByRole('list', { name: 'Before we open the browser' });

async function openForm() {
  const opened = openApp(paths.addCore(), false);
  await clientId();
  return opened;
}

async function begin(id: string) {
  const opened = await openForm();
  await opened.user.type(await clientId(), id);
  await waitFor(() => expect(signInButton().disabled).toBe(false), later);
  await opened.user.click(signInButton());
  return opened;
}

describe('the form', () => {
  it('is opened by the card of BQE CORE and by Ctrl N', async () => {
    const { user } = openApp(paths.home, false);
    await user.click(await screen.findByRole('link', { name: /BQE CORE/ }));
    expect(await clientId()).toBe(document.activeElement);
    await user.keyboard('{Escape}');
    await screen.findByRole('heading', { name: 'Welcome to Coredesk' });
    await user.keyboard('{Control>}n{/Control}');
    expect(await clientId()).toBeTruthy();
  });

  it('says beside the field and beside the button what is missing', async () => {
    const { user } = await openForm();
    expect(signInButton().disabled).toBe(true);
    expect(screen.getByText(/^Enter the client ID to go on\./)).toBeTruthy();
    await user.click(redirectUri());
    await user.click(screen.getByRole('button', { name: 'Enter the client ID to go on' }));
    expect(document.activeElement).toBe(await clientId());
    await user.type(await clientId(), 'kR2v9');
    await waitFor(() => expect(signInButton().disabled).toBe(false), later);
  });

  it('asks the checker at each key stroke and marks what differs', async () => {
    const check = vi.spyOn(commands, 'checkRedirectUri');
    const { user } = await openForm();
    await waitFor(() => expect(check).toHaveBeenCalledTimes(1));
    await user.type(redirectUri(), '/x');
    await waitFor(() => expect(check).toHaveBeenCalledTimes(3));
    expect(check.mock.calls.map(([request]) => request.registered)).toEqual([
      OWN,
      `${OWN}/`,
      `${OWN}/x`,
    ]);

    await user.clear(redirectUri());
    await user.type(redirectUri(), 'http://localhost:53682/callback/');
    expect(await screen.findByText('Two differences found. See below.')).toBeTruthy();
    const marks = [...document.querySelectorAll('mark')].map((mark) => mark.textContent);
    expect(marks).toEqual(['localhost', '/', '127.0.0.1']);
    expect(screen.getByText('The registered path ends with an extra slash')).toBeTruthy();
    expect(within(doctor()).getByText('Redirect URI does not match yet')).toBeTruthy();
    expect(signInButton().disabled).toBe(true);
  });

  it('sends what is registered when asked to, and says that the address will be pasted', async () => {
    const connect = vi.spyOn(commands, 'connect');
    const { user } = await openForm();
    await user.type(await clientId(), 'waits');
    await user.clear(redirectUri());
    await user.type(redirectUri(), 'https://halden.example/cb');
    await user.click(await screen.findByRole('button', { name: 'Use what I registered' }));
    expect(await screen.findByText('Matches')).toBeTruthy();
    expect(screen.getByText('You will paste the browser’s address.')).toBeTruthy();
    await within(doctor()).findByText(/^No port is needed/, {}, later);
    await user.keyboard('{Control>}{Enter}{/Control}');
    const heading = await screen.findByRole('heading', { name: /then paste its address here/ });
    expect(connect.mock.calls[0]?.[0].form.redirectUri).toBe('https://halden.example/cb');
    const box = screen.getByLabelText('The address your browser ended on');
    expect(document.activeElement).toBe(box);
    expect(heading.compareDocumentPosition(box)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    const steps = screen.getByRole('list', { name: 'Sign-in steps' });
    expect(box.compareDocumentPosition(steps)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });

  it('tells what is lost without a scope, and needs one that reads', async () => {
    const { user } = await openForm();
    await user.click(screen.getByRole('checkbox', { name: 'See and change company data' }));
    expect(screen.getByText('Everything is read-only')).toBeTruthy();
    expect(screen.getByText('Choose at least to see company data')).toBeTruthy();
    await user.click(screen.getByRole('checkbox', { name: 'See company data' }));
    expect(screen.queryByText('Choose at least to see company data')).toBeNull();
    await user.click(screen.getByRole('checkbox', { name: 'Stay signed in' }));
    expect(screen.getByText('You sign in again each hour, nothing is lost')).toBeTruthy();
    await user.click(screen.getByRole('checkbox', { name: 'Know who you are' }));
    expect(screen.getByText(/checks the company in another way/)).toBeTruthy();
  });

  it('own hosts need their addresses', async () => {
    const { user } = await openForm();
    await user.type(await clientId(), 'kR2v9');
    await user.click(screen.getByRole('radio', { name: 'Own hosts' }));
    await screen.findByRole('button', { name: 'Enter the identity address to go on' });
    await user.type(screen.getByLabelText('Identity address'), 'https://id.example');
    await user.type(screen.getByLabelText('API domain'), 'example');
    await waitFor(() => expect(signInButton().disabled).toBe(false), later);
  });

  it('a locked keyring holds the sign-in back, with its mend, until it was looked at again', async () => {
    openApp(paths.home, false);
    cleanup();
    fakeState.keyringLocked = true;
    const { user } = showApp(paths.addCore());
    await user.type(await clientId(), 'kR2v9');
    await user.tab();
    expect(await within(doctor()).findByText(/Unlock it in your system/, {}, later)).toBeTruthy();
    expect(signInButton().disabled).toBe(true);
    fakeState.keyringLocked = false;
    await user.click(screen.getByRole('button', { name: 'Look again' }));
    expect(await within(doctor()).findByText('System keyring answers (40 ms)')).toBeTruthy();
    expect(signInButton().disabled).toBe(false);
  });

  it('without a keyring a person may choose to keep tokens for this run only', async () => {
    openApp(paths.home, false);
    cleanup();
    fakeState.keyringLocked = true;
    const { user } = showApp(paths.addCore());
    await user.type(await clientId(), 'kR2v9');
    await user.tab();
    const choose = { name: 'Keep tokens for this run only' };
    await user.click(await screen.findByRole('button', choose, later));
    expect(await within(doctor()).findByText('System keyring answers (40 ms)')).toBeTruthy();
    expect(screen.queryByRole('button', choose)).toBeNull();
    expect(signInButton().disabled).toBe(false);
  });

  it('keeps all that was typed when the sign-in cannot begin', async () => {
    const { user } = await openForm();
    fakeState.refusal = {
      code: 'portTaken',
      message: 'Port 53682 is used by another program.',
      nextStep: 'retry',
      detail: null,
    };
    await user.type(await clientId(), 'kR2v9');
    await user.type(screen.getByLabelText(/^Client secret/), 'hush');
    await waitFor(() => expect(signInButton().disabled).toBe(false), later);
    await user.click(signInButton());
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByText('Port 53682 is used by another program.')).toBeTruthy();
    expect((await clientId()).value).toBe('kR2v9');
    expect(screen.getByLabelText<HTMLInputElement>(/^Client secret/).value).toBe('hush');
    fakeState.refusal = null;
    await user.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'Finish in your browser' })).toBeTruthy();
  });

  it('is as it was left, but for the secret, after going away', async () => {
    const { user } = await openForm();
    await user.type(await clientId(), 'kR2v9');
    await user.type(screen.getByLabelText(/^Client secret/), 'hush');
    await user.keyboard('{Escape}');
    await screen.findByRole('heading', { name: 'Welcome to Coredesk' });
    await user.keyboard('{Control>}n{/Control}');
    expect((await clientId()).value).toBe('kR2v9');
    expect(screen.getByLabelText<HTMLInputElement>(/^Client secret/).value).toBe('');
  });
});

describe('what was looked at before the browser opens', () => {
  it('is looked at once the client ID is there and its field was left', async () => {
    const examine = vi.spyOn(commands, 'examineSignIn');
    const { user } = await openForm();
    expect(screen.getByText('Checked when the client ID is there')).toBeTruthy();
    await user.click(redirectUri());
    await user.click(await clientId());
    await user.keyboard('kR2v9');
    expect(screen.getByText('Checked when you leave the field')).toBeTruthy();
    expect(examine).not.toHaveBeenCalled();
    await user.tab();
    expect(await within(doctor()).findByText(/^Sign-in server answers/, {}, later)).toBeTruthy();
    expect(examine).toHaveBeenCalledTimes(1);
    await user.click(screen.getByRole('radio', { name: 'Sandbox' }));
    await waitFor(() => expect(examine).toHaveBeenCalledTimes(2));
    await user.click(screen.getByRole('radio', { name: 'Own hosts' }));
    await user.type(screen.getByLabelText('Identity address'), 'https://id.example');
    await user.type(screen.getByLabelText('API domain'), 'example');
    expect(examine).toHaveBeenCalledTimes(2);
    await user.tab();
    await waitFor(() => expect(examine).toHaveBeenCalledTimes(3));
    expect(examine.mock.calls[2]?.[0].issuer).toBe('https://id.example');
  });

  it('a blank around the registered address is no difference', async () => {
    const { user } = await openForm();
    await user.clear(redirectUri());
    await user.click(redirectUri());
    await user.paste(` ${OWN} `);
    expect(redirectUri().value).toBe(OWN);
    expect(await screen.findByText('Matches')).toBeTruthy();
  });
});

describe('a connection that is signed in to again', () => {
  const open = async (more: Partial<ConnectionView> = {}) => {
    openApp(paths.home, false);
    cleanup();
    const session = { state: 'signedOut' as const, expiresAt: null, renews: false, reason: null };
    fakeState.others.push(
      connectionOf({
        id: 'core-1',
        company: 'Halden',
        environment: 'production',
        session,
        ...more,
      }),
    );
    fakeState.ending = 'waits';
    const opened = showApp(paths.home);
    const begin = async () => {
      const row = await screen.findByTestId('connection-core-1');
      await opened.user.click(within(row).getByRole('button', { name: 'Sign in' }));
      await screen.findByRole('heading', { name: 'Finish in your browser' });
    };
    return { ...opened, begin };
  };

  it('keeps the draft of a new connection, also when its own form is changed', async () => {
    const { user, begin } = await open();
    await screen.findByTestId('connection-core-1');
    await user.keyboard('{Control>}n{/Control}');
    await user.type(await clientId(), 'half');
    await user.keyboard('{Escape}');
    fakeState.ending = 'denied';
    await screen.findByTestId('connection-core-1');
    await user.click(
      within(screen.getByTestId('connection-core-1')).getByRole('button', { name: 'Sign in' }),
    );
    await user.click(await screen.findByRole('button', { name: 'Change app details' }, later));
    expect((await clientId()).value).toBe('client-of-core-1');
    expect(screen.queryByText('Step 1 of 2: app details')).toBeNull();
    await user.type(await clientId(), 'x');
    await user.keyboard('{Escape}');
    fakeState.ending = 'signedIn';
    await begin();
    await screen.findByTestId('nav-TimeEntry', {}, later);
    window.location.hash = `#${paths.home}`;
    await screen.findByTestId('connection-core-1');
    await user.keyboard('{Control>}n{/Control}');
    await waitFor(async () => expect((await clientId()).value).toBe('half'));
  });

  it('given up, it leads back to where the person came from', async () => {
    const { user, begin } = await open();
    await begin();
    expect(screen.queryByText('Step 2 of 2: sign in')).toBeNull();
    const box = screen.getByLabelText<HTMLInputElement>('The address your browser ended on');
    await user.type(box, 'http://127.0.0.1');
    await user.keyboard('{Escape}');
    expect(box.value).toBe('');
    await user.keyboard('{Escape}');
    expect(document.activeElement).not.toBe(box);
    expect(screen.getByRole('heading', { name: 'Finish in your browser' })).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(await screen.findByTestId('connection-core-1')).toBeTruthy();
    expect(window.location.hash).toBe(`#${paths.home}`);
  });

  it('with its details changed, it is still that connection and comes back to the same rows', async () => {
    openApp(paths.home, false);
    cleanup();
    const session = { state: 'signedOut' as const, expiresAt: null, renews: false, reason: null };
    fakeState.others.push(
      connectionOf({ id: 'core-1', company: 'Halden', environment: 'production', session }),
    );
    fakeState.ending = 'denied';
    const place = paths.entities('core-1', 'Project');
    const { user } = showApp(place);
    await user.click(await screen.findByRole('button', { name: 'Sign in and go on' }, later));
    await user.click(await screen.findByRole('button', { name: 'Change app details' }, later));
    await clientId();
    await waitFor(() => expect(signInButton().disabled).toBe(false), later);
    fakeState.ending = 'signedIn';
    await user.click(signInButton());
    await screen.findByText(/^Choose Halden and sign in as/);
    await screen.findByRole('table', { name: 'Projects' }, { timeout: 6000 });
    expect(window.location.hash).toBe(`#${place}`);
    expect(fakeState.others).toHaveLength(1);
  });

  it('shows that it goes without PKCE', async () => {
    const { user } = await open({ pkce: false });
    const row = await screen.findByTestId('connection-core-1');
    expect(within(row).getByText('Without PKCE')).toBeTruthy();
    await user.click(within(row).getByRole('button', { name: 'Details of Halden' }));
    expect(within(row).getByText(/^Only the state value protects/)).toBeTruthy();
  });
});

describe('the sign-in', () => {
  it('ends in the rows of the new connection', async () => {
    await begin('kR2v9');
    expect(await screen.findByRole('heading', { name: 'Finish in your browser' })).toBeTruthy();
    expect(screen.getByText(/we wait 5 minutes/)).toBeTruthy();
    expect(screen.getByLabelText('The address your browser ended on')).toBeTruthy();
    expect(await screen.findByTestId('nav-TimeEntry', {}, later)).toBeTruthy();
    expect(fakeState.others.map((one) => one.environment)).toEqual(['production']);
  });

  it('given up, it leads back to the form, whose secret is kept', async () => {
    const connect = vi.spyOn(commands, 'connect');
    const { user } = await openForm();
    await user.type(await clientId(), 'waits');
    await user.type(screen.getByLabelText(/^Client secret/), 'hush');
    await waitFor(() => expect(signInButton().disabled).toBe(false), later);
    await user.click(signInButton());
    await screen.findByRole('heading', { name: 'Finish in your browser' });
    await user.keyboard('{Escape}');
    expect((await clientId()).value).toBe('waits');
    expect(screen.getByPlaceholderText('kept; type to replace')).toBeTruthy();
    await waitFor(() => expect(signInButton().disabled).toBe(false), later);
    await user.click(signInButton());
    await screen.findByRole('heading', { name: 'Finish in your browser' });
    const asked = connect.mock.calls.map(([request]) => request);
    expect(asked.map((request) => request.clientSecret)).toEqual(['hush', null]);
    expect(asked.map((request) => request.follows)).toEqual([null, 'si-1']);
    expect(asked.map((request) => request.keepSecret)).toEqual([false, true]);
  });

  it('does not keep the secret of another client', async () => {
    const connect = vi.spyOn(commands, 'connect');
    const { user } = await openForm();
    await user.type(await clientId(), 'waits');
    await user.type(screen.getByLabelText(/^Client secret/), 'hush');
    await waitFor(() => expect(signInButton().disabled).toBe(false), later);
    await user.click(signInButton());
    await screen.findByRole('heading', { name: 'Finish in your browser' });
    await user.keyboard('{Escape}');
    await screen.findByPlaceholderText('kept; type to replace');
    await user.clear(await clientId());
    await user.type(await clientId(), 'denied');
    expect(screen.queryByPlaceholderText('kept; type to replace')).toBeNull();
    await waitFor(() => expect(signInButton().disabled).toBe(false), later);
    await user.click(signInButton());
    await waitFor(() => expect(connect).toHaveBeenCalledTimes(2));
    expect(connect.mock.calls[1]?.[0]).toMatchObject({
      clientSecret: null,
      follows: 'si-1',
      keepSecret: false,
    });
  });

  it('refused, it offers each of the retries in order and goes on with the new sign-in', async () => {
    const { user } = await begin('offlineRefused');
    const canDo = await screen.findByRole('region', { name: 'What you can do' }, later);
    const offered = within(canDo)
      .getAllByRole('button')
      .map((button) => button.textContent);
    expect(offered).toEqual([
      'Try again without staying signed in',
      'Try again without PKCE',
      'Try again',
      'Change app details',
      'CancelEsc',
    ]);
    await user.click(within(canDo).getByRole('button', { name: 'Try again without PKCE' }));
    expect(await screen.findByRole('heading', { name: 'Finish in your browser' })).toBeTruthy();
    expect(fakeState.retried).toEqual(['withoutPkce']);
  });

  it('names the step that failed, and no browser where none was opened', async () => {
    await begin('pkceRefused');
    act(() => {
      const [held] = [...fakeState.signIns.values()];
      const signIn = { ...held!, noBrowser: true };
      fakeState.signIns.set(signIn.signInId, signIn);
      events.signInProgressed.send({ signIn });
    });
    const steps = () => within(screen.getByRole('list', { name: 'Sign-in steps' }));
    expect(await steps().findByText('Your browser was not opened')).toBeTruthy();
    expect(steps().queryByText('Opened your browser')).toBeNull();
    await screen.findByRole('region', { name: 'What you can do' }, later);
    const items = steps().getAllByRole('listitem');
    expect(items.map((item) => item.className)).toEqual(['fail', 'fail', 'todo', 'todo', 'todo']);
    expect(items[1]?.textContent).toContain('The app was refused');
    expect(items[1]?.textContent).toContain('sent you back without a code');
  });

  it('refused, the app details can be changed as they were', async () => {
    const { user } = await begin('denied');
    await user.click(await screen.findByRole('button', { name: 'Change app details' }, later));
    expect((await clientId()).value).toBe('denied');
  });

  it('of the demo is tried again as it was begun', async () => {
    openApp(paths.home, false);
    cleanup();
    fakeState.ending = 'denied';
    const { user } = showApp(paths.home);
    await user.click(await screen.findByRole('button', { name: 'Open the demo' }));
    await user.click(await screen.findByRole('button', { name: 'Try again' }, later));
    await screen.findByRole('heading', { name: /access was refused/ }, later);
    expect(fakeState.retried).toEqual(['nothing']);
    expect(screen.queryByRole('button', { name: 'Change app details' })).toBeNull();
  });
});
