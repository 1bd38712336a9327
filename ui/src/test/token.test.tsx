// The token inspector: bringing tokens, what is said of them, and what can be done with them.

import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TokenView } from '../ipc/client';
import { commands, fakeClipboard } from '../ipc/fake';
import { paths } from '../paths';
import { demo, expectNoTrace, openApp } from './desk';
import { expectNoViolation } from './violations';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };
const SECRET = 'eyJtoken-that-nobody-may-see';
type Holds = typeof fakeClipboard.holds;

afterEach(() => vi.restoreAllMocks());

const heading = (name: string | RegExp) => screen.findByRole('heading', { name }, later);
const part = (name: string) => screen.findByRole('region', { name }, later);

/** The screen over a clipboard that holds such a token, which was pasted. */
async function paste(holds: Holds, signedIn = true) {
  const opened = openApp(paths.tokens, signedIn);
  fakeClipboard.holds = holds;
  await screen.findByRole('button', { name: /^Paste a token/ });
  await opened.user.keyboard('{Control>}v{/Control}');
  return opened;
}

const FAR = 2 ** 63;
const NONE = { introspect: false, userInfo: false, tryIt: false, refresh: false, revoke: false };

/** A signed one of which something is odd. */
async function pasteOdd(odd: Partial<TokenView>) {
  const inspect = commands.inspectToken;
  vi.spyOn(commands, 'inspectToken').mockImplementation(async (request) => {
    const token = await inspect(request);
    return request.source.kind === 'brought' ? { ...token, ...odd } : token;
  });
  return paste('signed');
}

describe('bringing a token', () => {
  it('takes two key strokes from the start, without a connection', async () => {
    const { user } = openApp(paths.home, false);
    await screen.findByRole('button', { name: 'Open the demo' });
    await user.keyboard('{Control>}{Shift>}t{/Shift}{/Control}');
    await heading('Look into a token');
    await user.keyboard('{Control>}v{/Control}');
    await heading('Pasted token');
    expect(screen.getByText('Who issued it')).toBeTruthy();
  });

  it('is a command of the palette, from anywhere', async () => {
    const { user } = openApp(paths.activity, false);
    await screen.findByRole('heading', { level: 1 }, later);
    await user.keyboard('{Control>}k{/Control}');
    const box = await screen.findByRole('combobox', { name: /^Search places/ }, later);
    await user.type(box, '> token on the clipboard');
    await screen.findByRole('option', { name: /token on the clipboard/, selected: true }, later);
    await user.keyboard('{Enter}');
    await heading('Pasted token');
  });

  it('a typed one leaves no trace in the window', async () => {
    const drop = vi.spyOn(commands, 'dropToken');
    const { user } = openApp(paths.tokens, false);
    await user.click((await screen.findAllByRole('button', { name: 'Type it in…' }))[0]!);
    await user.type(await screen.findByRole('textbox', { name: /^Token, header/ }), SECRET);
    await user.click(screen.getByRole('button', { name: 'Look into it' }));
    await heading('Pasted token');
    expect(drop).toHaveBeenCalledWith({ text: SECRET });
    expectNoTrace(SECRET);
  });

  it('a paste into the field is read by the core, and its text does not arrive in it', async () => {
    const pasted = vi.spyOn(commands, 'pasteToken');
    const { user } = openApp(paths.tokens, false);
    await user.click((await screen.findAllByRole('button', { name: 'Type it in…' }))[0]!);
    await user.click(await screen.findByRole('textbox', { name: /^Token, header/ }));
    await user.paste(SECRET);
    await heading('Pasted token');
    expect(pasted).toHaveBeenCalledOnce();
    expectNoTrace(SECRET);
  });

  it.each(['text', 'file'])('a dropped %s goes to the core', async (what) => {
    const drop = vi.spyOn(commands, 'dropToken');
    openApp(paths.tokens, false);
    await heading('Look into a token');
    const files = what === 'file' ? [new File([SECRET], 'token.txt')] : [];
    fireEvent.dragOver(window);
    expect(screen.getByText('Drop it here to look into it')).toBeTruthy();
    fireEvent.drop(window, { dataTransfer: { files, getData: () => SECRET } });
    await heading('Pasted token');
    expect(drop).toHaveBeenCalledWith({ text: SECRET });
    expectNoTrace(SECRET);
  });

  it('what is dragged over one thing and then another is not left', async () => {
    openApp(paths.tokens, false);
    const title = await heading('Look into a token');
    fireEvent.dragEnter(document.body);
    fireEvent.dragEnter(title);
    fireEvent.dragLeave(document.body);
    expect(screen.getByText('Drop it here to look into it')).toBeTruthy();
    fireEvent.dragLeave(title);
    expect(screen.queryByText('Drop it here to look into it')).toBeNull();
  });

  it('a closed dialog of files changes nothing', async () => {
    vi.spyOn(commands, 'openTokenFile').mockResolvedValue(null);
    const { user } = openApp(paths.tokens, false);
    await user.click((await screen.findAllByRole('button', { name: 'Open a file…' }))[0]!);
    await heading('Look into a token');
  });

  it('says that a code is no token, and that there was none', async () => {
    const { user } = await paste('code', false);
    expect((await screen.findByRole('alert')).textContent).toContain('This is a code, not a token');
    fakeClipboard.holds = 'nothing';
    await user.keyboard('{Control>}v{/Control}');
    await screen.findByText('No token was found', {}, later);
    await heading('Look into a token');
  });

  it('forgets them when the page is left, not before', async () => {
    const forget = vi.spyOn(commands, 'forgetBrought');
    const { user } = await paste('signed');
    await heading('Pasted token');
    await user.click(screen.getByRole('button', { name: /Identity token/ }));
    await heading('Identity token');
    expect(forget).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'Activity' }));
    await waitFor(() => expect(forget).toHaveBeenCalledWith(null));
  });

  it('forgets one of them, and says so when it is gone back to', async () => {
    const { user } = await paste('signed', false);
    await heading('Pasted token');
    await user.click(screen.getByRole('button', { name: 'Forget' }));
    await heading('Look into a token');
    window.location.hash = paths.broughtToken(1);
    await heading('This token was forgotten');
  });
});

describe('what is said of a token', () => {
  it('a cut off one: where it breaks, what is left and what to do', async () => {
    await paste('broken');
    const note = await part('This looks like a token that was cut off.');
    expect(note.textContent).toContain('Breaks at character 141 of 141');
    expect(note.textContent).toContain('copy the whole token again');
    const table = screen.getByRole('table', { name: 'What we could still read' });
    expect(within(table).getByRole('row', { name: /Signature Missing/ })).toBeTruthy();
    expect(within(table).getByRole('row', { name: /scope read… Incomplete/ })).toBeTruthy();
    await expectNoViolation();
  });

  it('one that nobody signed and that is over', async () => {
    await paste('unsigned');
    const note = await part('What to know about it');
    expect(note.textContent).toContain('anybody could have written it');
    expect(screen.getByText('Expired', { selector: '.tag' })).toBeTruthy();
    expect(screen.getByTestId('token-left').textContent).toMatch(/^Expired \d+ min/);
    await expectNoViolation();
  });

  it('an encrypted one: its header, and that the rest is sealed', async () => {
    await paste('encrypted');
    await part('This token is encrypted, and that is normal.');
    expect(screen.getAllByText('Sealed')).toHaveLength(4);
    await expectNoViolation();
  });

  it('an opaque one: that this is normal, and what is known from elsewhere', async () => {
    await paste('opaque');
    const table = await screen.findByRole('table', { name: 'What we know' }, later);
    expect(within(table).getByRole('row', { name: /^Length 64 characters/ })).toBeTruthy();
    expect(
      within(table).getByRole('row', { name: /if it is random, it could not be guessed/ }),
    ).toBeTruthy();
    await expectNoViolation();
  });

  it.each([
    ['its end', { expiresAt: FAR }, /ends at 9223372036854776000, which is no time/],
    ['its begin', { issuedAt: FAR, notBefore: -FAR }, 'Not expired'],
    [
      'a fact',
      {
        facts: [{ fact: 'lastAccepted' as const, value: '', time: FAR, from: 'requests' as const }],
      },
      String(FAR),
    ],
  ])('no calendar has %s: that is told, and the window stays', async (_, odd, told) => {
    await pasteOdd(odd);
    await screen.findByText(told, {}, later);
    expect(screen.getByRole('table', { name: 'Header and claims' })).toBeTruthy();
  });

  it('one that cannot be drawn is told in its place; the list and all others stay', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { user } = await pasteOdd({ warnings: null as never });
    expect((await screen.findByRole('alert')).textContent).toContain('a problem of its own');
    await user.click(screen.getByRole('button', { name: /Identity token/ }));
    await heading('Identity token');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('a part that breaks is told also of one that is signed well', async () => {
    const problem = 'The claims name sub twice.';
    await pasteOdd({
      parts: [
        { part: 'header', state: 'complete', problem: null, breaksAt: null },
        { part: 'claims', state: 'broken', problem, breaksAt: 40 },
        { part: 'signature', state: 'complete', problem: null, breaksAt: null },
      ],
      signature: { state: 'valid', reason: 'Checked.', keysAddress: null },
    });
    const note = await part('This token is signed, and a part of it cannot be read fully.');
    expect(note.textContent).toContain(problem);
    expect(screen.getByRole('table', { name: 'What we could still read' })).toBeTruthy();
    expect(screen.getByText('Cannot be read fully', { selector: '.tag' })).toBeTruthy();
    expect(within(await part('Signature')).getByText('Valid')).toBeTruthy();
  });

  it('one that was too long to be read is not called damaged', async () => {
    await pasteOdd({ form: 'broken', length: 300_000, parts: [], header: [], claims: [] });
    const note = await part('These 300,000 characters were not read as a token.');
    expect(note.textContent).toContain('copy the token alone');
    expect(note.textContent).not.toContain('0 of 0');
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('a signature without its content is not called cut off', async () => {
    await pasteOdd({
      form: 'broken',
      parts: [
        { part: 'header', state: 'complete', problem: null, breaksAt: null },
        { part: 'claims', state: 'missing', problem: 'The claims are missing.', breaksAt: null },
        { part: 'signature', state: 'complete', problem: null, breaksAt: null },
      ],
      claims: [],
    });
    await part('This is a signature without its content.');
    expect(screen.queryByRole('region', { name: /cut off/ })).toBeNull();
  });

  it('what a pasted one was asked with is not guessed', async () => {
    await pasteOdd({
      scopes: [
        { scope: 'a', meaning: 'Reads a', usedFor: 'Rows', granted: true, asked: false },
        { scope: 'b', meaning: 'Reads b', usedFor: 'Rows', granted: false, asked: false },
      ],
    });
    const can = await part('What this token can do here');
    expect(can.textContent).toContain('Not in the token.');
    expect(can.textContent).not.toMatch(/asked/i);
  });

  it('a pasted identity token is told as one, and no try is promised that is not offered', async () => {
    const list = commands.tokens;
    vi.spyOn(commands, 'tokens').mockImplementation(async () =>
      (await list()).map((one) =>
        one.source.kind === 'brought' ? { ...one, token: 'idToken' } : one,
      ),
    );
    await pasteOdd({ scopes: [], claims: [], may: NONE });
    const can = await part('What this token can do here');
    expect(can.textContent).toContain('tells an app who signed in');
    expect(can.textContent).not.toContain('Try it');
  });

  it('no try is promised of a pasted one where none is offered', async () => {
    await pasteOdd({ scopes: [], claims: [], may: NONE });
    const can = await part('What this token can do here');
    expect(can.textContent).toContain('Unknown from the token.');
    expect(can.textContent).not.toContain('Try it');
  });

  it('what stands inside of a claim can be folded', async () => {
    const { user } = openApp(paths.token(demo));
    await user.click(await screen.findByRole('button', { name: 'Hide what is inside address' }));
    expect(screen.queryByRole('rowheader', { name: 'locality' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Show what is inside address' }));
    expect(screen.getByRole('rowheader', { name: 'locality' })).toBeTruthy();
  });
});

describe('the signature', () => {
  it('is checked with the issuer’s keys on a click, not before', async () => {
    const verify = vi.spyOn(commands, 'verifyToken');
    const { user } = await paste('signed');
    const signature = await part('Signature');
    expect(signature.textContent).toContain('Not checked');
    expect(signature.textContent).toContain('or from the address that it names for them');
    expect(verify).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'Check with the issuer’s keys' }));
    await within(signature).findByText('Valid');
    expect(verify.mock.calls[0]![0].keys).toEqual({ kind: 'issuer' });
  });

  it('is checked with a secret by hand, of which no trace stays', async () => {
    const verify = vi.spyOn(commands, 'verifyToken');
    const { user } = await paste('signed');
    await user.click(await screen.findByRole('button', { name: 'Use other keys…' }, later));
    await user.click(await screen.findByRole('radio', { name: 'Text' }));
    await expectNoViolation();
    await user.type(screen.getByRole('textbox', { name: /shared secret/ }), SECRET);
    await user.click(screen.getByRole('button', { name: 'Check the signature' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull(), later);
    expect(verify.mock.calls[0]![0].keys).toEqual({ kind: 'text', text: SECRET });
    verify.mockClear();
    await waitFor(() => expectNoTrace(SECRET));
  });

  it('says why an address did not help, and stays open', async () => {
    const message = 'Keys are fetched from https addresses only. Correct the address.';
    vi.spyOn(commands, 'verifyToken').mockRejectedValue({ code: 'invalidInput', message });
    const { user } = await paste('signed');
    await user.click(await screen.findByRole('button', { name: 'Use other keys…' }, later));
    await user.type(await screen.findByLabelText('Address of a key set (JWKS)'), 'http://x');
    await user.click(screen.getByRole('button', { name: 'Check the signature' }));
    const dialog = screen.getByRole('dialog');
    expect((await within(dialog).findByRole('alert')).textContent).toContain(message);
  });
});

describe('what can be done with a token', () => {
  it('the server is asked on a click, and its answer is told', async () => {
    const ask = vi.spyOn(commands, 'askServer');
    const { user } = openApp(paths.token(demo));
    const says = await part('What the server says');
    expect(says.textContent).toContain('Not asked yet');
    expect(ask).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'Ask the server' }));
    await within(says).findByText('Active');
    expect(says.textContent).toContain('It says the same as the token.');
  });

  it('a pasted one is tried where the person says', async () => {
    const tried = vi.spyOn(commands, 'tryToken');
    const { user } = await paste('opaque');
    await user.selectOptions(
      await screen.findByRole('combobox', { name: 'Service to try it at' }, later),
      demo,
    );
    await user.click(screen.getByRole('button', { name: 'Try it with one request' }));
    await screen.findByText('The service accepts it.');
    expect(tried.mock.calls[0]![0].connectionId).toBe(demo);
  });

  it.each([
    [true, 'Accepted'],
    [false, 'Not accepted'],
    [null, 'Not known'],
  ])('a try that came to %s', async (accepted, tag) => {
    const told = 'What that means.';
    vi.spyOn(commands, 'tryToken').mockResolvedValue({
      request: 'GET /company',
      accepted: accepted as boolean,
      status: null,
      words: told,
    });
    const { user } = await paste('opaque');
    await user.click(await screen.findByRole('button', { name: 'Try it with one request' }, later));
    const said = (await screen.findByText(told)).closest('[role="status"]');
    expect(said?.querySelector('.tag')?.textContent).toBe(tag);
  });

  it('of a great many claims that are compared the first are drawn, and more when asked', async () => {
    const rows = Array.from({ length: 450 }, (_, at) => ({
      part: 'claims' as const,
      name: `c${at}`,
      meaning: null,
      first: '1',
      second: '2',
      same: false,
    }));
    vi.spyOn(commands, 'compareTokens').mockResolvedValue({ findings: [], rows });
    const { user } = openApp(`${paths.token(demo)}?with=${encodeURIComponent(paths.token(demo))}`);
    const table = await screen.findByRole('table', { name: 'Compare two tokens' }, later);
    const drawn = () => table.querySelectorAll('tr.differs').length;
    expect(drawn()).toBe(200);
    await user.click(screen.getByRole('button', { name: 'Show 200 more lines' }));
    await user.click(screen.getByRole('button', { name: 'Show 50 more lines' }));
    expect(drawn()).toBe(450);
  });

  it('two are compared, what differs first, and Esc leaves', async () => {
    const { user } = openApp(paths.token(demo));
    await user.click(await screen.findByRole('button', { name: 'Compare' }, later));
    await user.click(await screen.findByRole('menuitem', { name: 'Compare with the clipboard' }));
    await heading('Compare two tokens');
    const rows = within(
      await screen.findByRole('table', { name: 'Compare two tokens' }),
    ).getAllByRole('rowheader');
    expect(rows.map((row) => row.textContent)).toEqual([
      '2 differences',
      'scope',
      'company_id',
      '1 line is the same',
      'iss',
    ]);
    await expectNoViolation();
    await user.keyboard('{Escape}');
    await heading('Access token');
  });

  it('it is copied by the core, for a ticket or itself; a refresh token never is', async () => {
    const copy = vi.spyOn(commands, 'copyToken');
    const { user } = openApp(paths.token(demo));
    await user.click(await screen.findByRole('button', { name: 'Copy' }, later));
    await user.click(await screen.findByRole('menuitem', { name: 'Copy the token itself' }));
    await screen.findByText(/on the clipboard. It is taken off after 60 s/);
    expect(copy.mock.calls[0]![0].form).toBe('token');
    await user.click(screen.getByRole('button', { name: /Refresh token/ }));
    await heading('Refresh token');
    await screen.findByText(/never copied/);
    expect(screen.queryByRole('button', { name: 'Copy' })).toBeNull();
  });

  it('revoking says what it ends, and the connection is signed out then', async () => {
    const { user } = openApp(paths.token(demo));
    await user.click(await screen.findByRole('button', { name: 'Revoke…' }, later));
    const dialog = await screen.findByRole('dialog', { name: /^Revoke the access token of/ });
    expect(dialog.textContent).toContain('signed out here');
    expect(dialog.textContent).toContain('Rows on this computer stay.');
    await user.click(within(dialog).getByRole('button', { name: 'Revoke and sign out' }));
    await heading('There is no such token');
    expect(screen.getByRole('button', { name: /Signed out/ })).toBeTruthy();
  });
});
