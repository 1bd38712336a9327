// Another service: its document, its sign-in in each way, and how it answers.

import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { commands, fakeState } from '../ipc/fake';
import { connectionOf } from '../ipc/fake/state';
import { paths } from '../paths';
import { expectNoTrace, openApp, showApp } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };

afterEach(() => vi.restoreAllMocks());

type User = ReturnType<typeof openApp>['user'];

const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
const value = (label: string) => screen.getByLabelText<HTMLInputElement>(label).value;

async function readDocument(user: User, address = 'https://api.parceldesk.example/openapi.json') {
  await user.type(await screen.findByLabelText('Address of the document'), `${address}{Enter}`);
}

/** The second step, with a way to sign in. */
async function openSignIn(grant: string) {
  const opened = openApp(paths.addService, false);
  await readDocument(opened.user);
  await screen.findByRole('region', { name: 'What was found' });
  await opened.user.click(button('Go on to the sign-in'));
  await opened.user.click(await screen.findByRole('radio', { name: grant }));
  return opened;
}

async function paste(user: User, label: string, text: string) {
  await user.click(screen.getByLabelText(label));
  await user.paste(text);
}

const atAnswers = () => screen.findByText('Step 3 of 3: how it answers', {}, later);

describe('the document', () => {
  it('is read from an address and told in a few lines', async () => {
    const { user } = openApp(paths.home, false);
    await user.click(await screen.findByRole('link', { name: /Another service/ }));
    expect(button('Go on to the sign-in').disabled).toBe(true);
    await readDocument(user);
    const found = await screen.findByRole('region', { name: 'What was found' });
    expect(within(found).getByText('OpenAPI 3.1')).toBeTruthy();
    expect(within(found).getByText('3 entity types')).toBeTruthy();
    const carriers = within(found).getByText('Carriers').closest('tr');
    expect(carriers?.textContent).toBe('Carriers/carriers7list');
    expect(within(found).getByText(/^POST \/parcels\/\{id\}\/labels/)).toBeTruthy();
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText('Step 2 of 3: sign in')).toBeTruthy();
  });

  it('that is not there is told, and leads back to its address', async () => {
    const read = vi.spyOn(commands, 'readDocument');
    const { user } = openApp(paths.addService, false);
    await readDocument(user, 'https://not-here.example/');
    await screen.findByText(/answered that it has nothing there/, { selector: '.note span' });
    await user.click(button('Correct the field'));
    expect(document.activeElement).toBe(screen.getByLabelText('Address of the document'));
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('that takes long can be given up, or left: then nothing leads on by itself', async () => {
    const answers: (() => void)[] = [];
    const { readDocument: answered } = commands;
    vi.spyOn(commands, 'readDocument').mockImplementation(async () => {
      await new Promise<void>((answer) => answers.push(answer));
      return answered({ from: 'text', text: '{ "coredesk": 1 }' });
    });
    const { user } = openApp(paths.addService, false);
    await readDocument(user);
    await user.click(await screen.findByRole('button', { name: 'Stop' }));
    expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
    await user.click(button('Read the document'));
    await screen.findByRole('button', { name: 'Stop' });
    window.location.hash = `#${paths.addBidcore}`;
    await screen.findByLabelText('The token from the portal');
    for (const answer of answers) answer();
    await new Promise((settled) => setTimeout(settled));
    expect(window.location.hash).toBe(`#${paths.addBidcore}`);
    window.location.hash = `#${paths.addService}`;
    await screen.findByLabelText('Address of the document');
    expect(screen.queryByRole('region', { name: 'What was found' })).toBeNull();
  });

  it('is chosen in the system’s dialog, which may be closed without a choice', async () => {
    const { user } = openApp(paths.addService, false);
    fakeState.file = false;
    await user.click(await screen.findByRole('radio', { name: 'In a file' }));
    await user.click(button('Choose a file…'));
    expect(screen.queryByRole('region', { name: 'What was found' })).toBeNull();
    fakeState.file = true;
    await user.click(button('Choose a file…'));
    expect(await screen.findByText('Swagger 2.0')).toBeTruthy();
  });

  it('that was saved from Coredesk leads on to the credentials alone', async () => {
    const { user } = openApp(paths.addService, false);
    await user.click(await screen.findByRole('radio', { name: 'On the clipboard' }));
    await paste(user, 'Text of the document', '<html>');
    await user.click(button('Read the document'));
    await screen.findByText(/^This is no OpenAPI document/, { selector: '.note span' });
    await user.clear(screen.getByLabelText('Text of the document'));
    await user.paste('{ "coredesk": 1 }');
    await user.click(button('Read the document'));
    await screen.findByText('Step 2 of 3: sign in');
    expect(button('Sign in with browser').disabled).toBe(false);
    expect(value('Client ID')).toBe('parcel-client');
    expect(screen.getByText('Addresses of the sign-in server').closest('details')?.open).toBe(
      false,
    );
  });

  it('has to be there before the sign-in', async () => {
    openApp(paths.addServiceSignIn, false);
    expect(await screen.findByLabelText('Address of the document')).toBeTruthy();
  });
});

describe('the sign-in', () => {
  it('offers what the document offers first, and all others as well', async () => {
    await openSignIn('In the browser');
    const ways = screen.getByRole('group', { name: 'How do you sign in?' });
    expect(
      within(ways)
        .getAllByRole('radio')
        .map((one) => one.closest('label')?.textContent?.includes('Offered by the document')),
    ).toEqual([true, true, false, false, false]);
    expect(within(ways).getAllByRole('radio')).toHaveLength(5);
  });

  it('finds the addresses at the issuer, or says that it has none', async () => {
    const { user } = await openSignIn('In the browser');
    expect(button('Sign in with browser').disabled).toBe(true);
    await user.click(button('Find the addresses'));
    await waitFor(() =>
      expect(value('Token address')).toBe('https://login.parceldesk.example/token'),
    );
    expect(screen.getByText('Found at the sign-in server and filled in below.')).toBeTruthy();
    await user.clear(screen.getByLabelText('Issuer'));
    await user.type(screen.getByLabelText('Issuer'), 'https://elsewhere.example');
    await user.click(button('Find the addresses'));
    await screen.findByText(/publishes no addresses/, { selector: '.note span' });
  });

  it('takes over nothing but what it published, and that only of the issuer that stands there', async () => {
    const { user } = await openSignIn('In the browser');
    const answers: (() => void)[] = [];
    const { discoverEndpoints } = commands;
    vi.spyOn(commands, 'discoverEndpoints').mockImplementation(async (request) => {
      await new Promise<void>((answer) => answers.push(answer));
      return discoverEndpoints(request);
    });
    await user.click(button('Find the addresses'));
    await user.type(screen.getByLabelText('Client ID'), 'typed-meanwhile');
    answers[0]?.();
    await waitFor(() =>
      expect(value('Token address')).toBe('https://login.parceldesk.example/token'),
    );
    expect(value('Client ID')).toBe('typed-meanwhile');
    await user.clear(screen.getByLabelText('Token address'));
    await user.click(button('Find the addresses'));
    await user.type(screen.getByLabelText('Issuer'), '/eu');
    answers[1]?.();
    await waitFor(() => expect(button('Find the addresses').disabled).toBe(false));
    expect(value('Issuer')).toBe('https://login.parceldesk.example/eu');
    expect(value('Token address')).toBe('');
  });

  it('asks for the secret anew where it goes another way', async () => {
    const { user } = await openSignIn('In the browser');
    await user.click(screen.getByRole('radio', { name: 'Confidential' }));
    await paste(user, 'Client secret', 'hush-client');
    await user.click(screen.getByRole('radio', { name: 'With a code on any device' }));
    expect(value('Client secret')).toBe('');
    expectNoTrace('hush-client');
  });

  it('goes through the browser, with a fixed port where one is registered', async () => {
    const connect = vi.spyOn(commands, 'connectService');
    const { user } = await openSignIn('In the browser');
    await user.click(button('Find the addresses'));
    await user.type(screen.getByLabelText('Client ID'), 'parcel-client');
    await user.click(screen.getByRole('radio', { name: 'A fixed port' }));
    expect(screen.getByText('Register http://127.0.0.1:53682/callback')).toBeTruthy();
    const port = screen.getByLabelText('Port');
    await user.type(port, '0');
    expect(screen.getByText('Register http://127.0.0.1:53682/callback')).toBeTruthy();
    await user.click(screen.getByRole('radio', { name: 'Confidential' }));
    expect(button('Sign in with browser').disabled).toBe(true);
    await paste(user, 'Client secret', 'hush-client');
    await user.click(button('Sign in with browser'));
    await screen.findByRole('heading', { name: 'Finish in your browser' });
    expect(connect.mock.calls[0]?.[0]).toMatchObject({
      clientSecret: 'hush-client',
      token: null,
      form: { redirectPort: 53682, scopes: ['parcels.read', 'parcels.write'] },
    });
    expectNoTrace('hush-client');
    await user.keyboard('{Escape}');
    await screen.findByText('Step 2 of 3: sign in');
    expect(value('Client ID')).toBe('parcel-client');
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Confidential' }).checked).toBe(
      true,
    );
  });

  it('that was refused leads back to the form, which is as it was', async () => {
    const { user } = await openSignIn('In the browser');
    await user.click(button('Find the addresses'));
    await user.type(screen.getByLabelText('Client ID'), 'refused-client');
    await user.click(button('Sign in with browser'));
    await screen.findByText('You are not signed in: the sign-in failed', {}, later);
    await user.click(button('Change the sign-in'));
    await screen.findByText('Step 2 of 3: sign in');
    expect(value('Client ID')).toBe('refused-client');
    expect(value('Token address')).toBe('https://login.parceldesk.example/token');
  });

  it('shows the code that is entered on another device', async () => {
    const { user } = await openSignIn('With a code on any device');
    await user.click(button('Find the addresses'));
    await user.type(screen.getByLabelText('Client ID'), 'parcel-client');
    await user.click(button('Get a code'));
    expect((await screen.findByTestId('user-code')).textContent).toBe('WDJB-MJHT');
    expect(screen.getByText(/^Ends in (10 min|9 min)/)).toBeTruthy();
    await user.click(button('Copy code'));
    expect(await navigator.clipboard.readText()).toBe('WDJB-MJHT');
    expect(screen.queryByText('Opened your browser')).toBeNull();
    await atAnswers();
  });

  it('takes an API key in a header of its own', async () => {
    const connect = vi.spyOn(commands, 'connectService');
    const { user } = await openSignIn('With a token or an API key');
    await paste(user, 'Token or API key', 'hush-key');
    await user.clear(screen.getByLabelText('Header'));
    await user.type(screen.getByLabelText('Header'), 'X-API-Key');
    await user.clear(screen.getByLabelText('Before the token'));
    expect(screen.getByText('X-API-Key: ‹token›')).toBeTruthy();
    await waitFor(() => expect(button('Connect').disabled).toBe(false));
    await user.click(button('Connect'));
    await atAnswers();
    expect(connect.mock.calls[0]?.[0]).toMatchObject({
      token: 'hush-key',
      form: { headerName: 'X-API-Key', headerScheme: '' },
    });
    await waitFor(() => expectNoTrace('hush-key'));
  });

  it('takes the app’s own credentials', async () => {
    const { user } = await openSignIn('As the app itself');
    await user.click(button('Find the addresses'));
    await user.type(screen.getByLabelText('Client ID'), 'parcel-client');
    await paste(user, 'Client secret', 'hush-own');
    await waitFor(() => expect(button('Connect').disabled).toBe(false));
    await user.click(button('Connect'));
    expect(await screen.findByText(/^Exchanging the client’s own credentials/)).toBeTruthy();
    await atAnswers();
    await waitFor(() => expectNoTrace('hush-own'));
  });

  it('takes a password, marked as the weaker way; a wrong one is told above the form', async () => {
    const { user } = await openSignIn('User name and password (the weaker way)');
    await user.click(button('Find the addresses'));
    await user.type(screen.getByLabelText('User name'), 'ines');
    await paste(user, 'Password', 'wrong');
    await waitFor(() => expect(button('Connect').disabled).toBe(false));
    await user.click(button('Connect'));
    await screen.findAllByText(/did not take this user name/, {}, later);
    await user.clear(screen.getByLabelText('Password'));
    await paste(user, 'Password', 'hush-word');
    await user.click(button('Connect'));
    await atAnswers();
    await waitFor(() => expectNoTrace('hush-word'));
  });
});

describe('how it answers', () => {
  async function openAnswers(needsPreview = true, place = paths.connection('service-1')) {
    openApp(paths.home, false);
    cleanup();
    fakeState.others.push(
      connectionOf({
        id: 'service-1',
        company: 'Parcel Desk',
        serviceTitle: 'Parcel Desk',
        grant: 'token',
        environment: 'production',
        isDescribed: true,
        needsPreview,
      }),
    );
    return showApp(place);
  }

  it('is looked at before a new connection’s rows, which open then', async () => {
    const { user } = await openAnswers();
    await atAnswers();
    expect(
      await screen.findByText('A second page was found, with other rows', {}, later),
    ).toBeTruthy();
    const rows = screen.getByRole('group', { name: /^First rows of/ });
    expect(within(rows).getAllByRole('row')).toHaveLength(5);
    expect(screen.getByText('The answer as it came').closest('details')?.open).toBe(false);
    await user.click(button('Use these settings'));
    await screen.findByRole('navigation', { name: 'Entities' }, later);
    expect(fakeState.others[0]?.needsPreview).toBe(false);
  });

  it('is tried again with each correction, once the typing pauses', async () => {
    const preview = vi.spyOn(commands, 'preview');
    const { user } = await openAnswers();
    await screen.findByText('A second page was found, with other rows', {}, later);
    await user.type(screen.getByLabelText('Where the rows stand'), 'data');
    expect(
      await screen.findByText('No rows were understood in the answer', {}, later),
    ).toBeTruthy();
    expect(preview.mock.calls.map(([request]) => request.habits.rowsAt)).toEqual(['', 'data']);
    await user.click(button('Back to the guess'));
    await screen.findByText('A second page was found, with other rows', {}, later);
    await user.selectOptions(screen.getByLabelText('Style'), 'By number of rows to skip');
    await screen.findByText(/^No second page was found/, {}, later);
    await user.selectOptions(screen.getByLabelText('Style'), 'Everything at once');
    await screen.findByText('One page holds everything', {}, later);
    expect(screen.queryByLabelText('Rows in a page')).toBeNull();
  });

  it('can be stopped, and tried again', async () => {
    openApp(paths.home, false);
    const { user } = await openAnswers();
    fakeState.previewTakes = 100_000;
    await user.click(await screen.findByRole('button', { name: 'Stop' }, later));
    await screen.findByText('Stopped. Nothing was kept.');
    fakeState.previewTakes = 10;
    await user.click(button('Try again'));
    await screen.findByText('A second page was found, with other rows', {}, later);
  });

  it('is opened again from the connection’s row, for any collection', async () => {
    const preview = vi.spyOn(commands, 'preview');
    const { user } = await openAnswers(false, paths.home);
    await user.click(await screen.findByRole('button', { name: /^More actions for/ }));
    await user.click(
      await screen.findByRole('menuitem', { name: 'How this service answers…' }, later),
    );
    await screen.findByText('A second page was found, with other rows', {}, later);
    expect(screen.queryByText('Step 3 of 3: how it answers')).toBeNull();
    await user.selectOptions(screen.getByLabelText('Collection'), 'Line items');
    await waitFor(() => expect(preview.mock.calls.at(-1)?.[0].entityType).toBe('line-items'));
    await user.keyboard('{Escape}');
    await screen.findByRole('navigation', { name: 'Entities' }, later);
  });
});

describe('adding a connection', () => {
  it('is offered for each service by the palette and by the rail', async () => {
    const { user } = openApp(paths.home);
    await screen.findByRole('heading', { name: 'Connections' });
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByRole('combobox', {}, later), 'Connect Another{Enter}');
    await screen.findByLabelText('Address of the document');
    await user.click(button('Add connection'));
    await user.click(await screen.findByRole('menuitem', { name: 'BidCore Workflow' }, later));
    expect(await screen.findByLabelText('The token from the portal')).toBeTruthy();
  });
});
