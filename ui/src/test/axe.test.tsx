// No serious or critical violation on any screen. Off in jsdom: color-contrast, which needs layout and
// computed colours (the tokens themselves are measured in app/theme.test.ts). The grid is a plain
// table here, see TableGrid.tsx.

import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { SECTIONS, type Section } from '../features/settings/sections';
import { commands } from '../ipc/client';
import { fakeState } from '../ipc/fake';
import { connectionOf } from '../ipc/fake/state';
import { paths } from '../paths';
import { demo, editDescription, openApp, openDescribed, openRows, showApp } from './desk';
import { expectNoViolation } from './violations';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };

/** What says that a part of the settings is there. */
const SHOWN: Record<Section, string> = {
  appearance: 'Density',
  updating: 'Look for changes',
  data: 'Time entries',
  keyring: 'The system keyring answers',
  diagnostics: 'What is in it',
  about: 'Data folder',
};

it('the first run', async () => {
  openApp(paths.home, false);
  await screen.findByRole('button', { name: 'Open the demo' });
  await expectNoViolation();
});

it('the sign-in', async () => {
  const { user } = openApp(paths.home, false);
  await user.click(await screen.findByRole('button', { name: 'Open the demo' }));
  await screen.findByRole('heading', { name: 'Finish in your browser' });
  await expectNoViolation();
});

it('the form of a new connection, whole, mismatched and with own hosts', async () => {
  const { user } = openApp(paths.addCore(), false);
  const registered = await screen.findByLabelText(/^Redirect URI/);
  await expectNoViolation();
  await user.type(screen.getByLabelText('Client ID'), 'kR2v9');
  await user.tab();
  await screen.findByText(/^System keyring answers/);
  await expectNoViolation();
  await user.type(registered, '/');
  await screen.findByRole('button', { name: 'Use what I registered' });
  await user.click(screen.getByRole('radio', { name: 'Own hosts' }));
  await user.click(screen.getByText('Advanced'));
  await user.click(screen.getByRole('switch', { name: 'Proof key (PKCE)' }));
  await expectNoViolation();
});

it('the form of BidCore, in both ways', async () => {
  const { user } = openApp(paths.addBidcore, false);
  await user.click(await screen.findByLabelText('The token from the portal'));
  await user.paste('two tokens');
  await screen.findByText(/does not belong in a token/);
  await expectNoViolation();
  await user.click(screen.getByRole('radio', { name: 'User name and password' }));
  await user.click(screen.getByText('Advanced'));
  await expectNoViolation();
});

it('another service, from its document to its first rows', async () => {
  const { user } = openApp(paths.addService, false);
  const address = await screen.findByLabelText('Address of the document');
  await user.type(address, 'https://api.parceldesk.example/openapi.json{Enter}');
  await screen.findByRole('region', { name: 'What was found' });
  await expectNoViolation();
  await user.click(screen.getByRole('button', { name: 'Go on to the sign-in' }));
  await user.click(await screen.findByRole('radio', { name: 'Confidential' }));
  await expectNoViolation();
  await user.click(screen.getByRole('radio', { name: 'With a code on any device' }));
  await user.click(screen.getByRole('button', { name: 'Find the addresses' }));
  await user.click(screen.getByRole('radio', { name: 'Public' }));
  await user.type(screen.getByLabelText('Client ID'), 'parcel-client');
  await user.click(screen.getByRole('button', { name: 'Get a code' }));
  await screen.findByTestId('user-code');
  await expectNoViolation();
  await screen.findByText('A second page was found, with other rows', {}, later);
  await expectNoViolation();
});

it('what a connection without a browser is asked for', async () => {
  openApp(paths.home, false);
  cleanup();
  const session = { state: 'signedOut' as const, expiresAt: null, renews: false, reason: null };
  fakeState.others.push(
    connectionOf({ id: 'b-1', environment: 'production', grant: 'password', session }),
  );
  const { user } = showApp(paths.home);
  await user.click(await screen.findByRole('button', { name: 'Sign in' }));
  await screen.findByRole('dialog', { name: /^Sign in to/ });
  await expectNoViolation();
});

it('the sign-in that was refused', async () => {
  openApp(paths.home, false);
  cleanup();
  fakeState.ending = 'offlineRefused';
  const { user } = showApp(paths.home);
  await user.click(await screen.findByRole('button', { name: 'Open the demo' }));
  await screen.findByRole('region', { name: 'What you can do' }, later);
  await expectNoViolation();
});

it('the workspace that only reads', async () => {
  openApp(paths.home);
  cleanup();
  fakeState.mayWrite = false;
  showApp(paths.entities(demo, 'TimeEntry'));
  await screen.findByRole('button', { name: 'Row 1' }, later);
  await screen.findByText(/^Read only/);
  await expectNoViolation();
});

it('the connections', async () => {
  openApp(paths.home);
  await screen.findByRole('heading', { name: 'Connections' });
  await expectNoViolation();
});

it('the workspace with the details open and an edit in them', async () => {
  const { user } = await openRows('TimeEntry');
  await editDescription(user, 'Site visit, north wall');
  await screen.findByTestId('unsent-count');
  await expectNoViolation();
});

it('the review and the finished run', async () => {
  const { user } = await openRows('TimeEntry');
  await editDescription(user, 'Site visit, north wall');
  await user.click(await screen.findByRole('button', { name: /^Review 1 change/ }));
  const send = await screen.findByRole('button', { name: /^Send 1 change/ });
  await expectNoViolation();
  await user.click(send);
  await screen.findByRole('heading', { name: 'Sent' }, later);
  await expectNoViolation();
});

it('the run with a refused change, then the activity', async () => {
  const { user } = await openRows('Project');
  await user.click(screen.getByRole('button', { name: 'Delete row 1' }));
  await user.click(await screen.findByRole('button', { name: 'Mark it only' }, later));
  await user.click(await screen.findByRole('button', { name: /^Review 1 change/ }, later));
  await user.click(await screen.findByRole('button', { name: /^Send 1 change/ }));
  await screen.findByRole('heading', { name: 'Sent, with 1 problem' }, later);
  await expectNoViolation();
  await user.click(screen.getByRole('button', { name: 'Activity' }));
  await screen.findByText(/406 Refused/);
  await expectNoViolation();
});

it('the token', async () => {
  openApp(paths.token(demo));
  await screen.findByTestId('token-left');
  await expectNoViolation();
});

it('the sheet of shortcuts', async () => {
  const { user } = openApp(paths.home);
  await screen.findByRole('heading', { name: 'Connections' });
  await user.keyboard('{F1}');
  await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
  await expectNoViolation();
});

it.each(SECTIONS)('the settings: %s', async (section) => {
  openApp(paths.settingsAt(section));
  await commands.syncEntityType({ connectionId: demo, entityType: 'TimeEntry' });
  await screen.findByText(SHOWN[section], {}, later);
  await expectNoViolation();
});

it('the question before rows are dropped from this computer', async () => {
  const { user } = openApp(paths.settingsAt('data'));
  await commands.syncEntityType({ connectionId: demo, entityType: 'TimeEntry' });
  await user.click(await screen.findByRole('button', { name: /^Drop Time entries/ }, later));
  await screen.findByRole('dialog', { name: 'Drop Time entries from this computer?' });
  await expectNoViolation();
});

it('every side from which a record is told', async () => {
  const { user } = await openRows('TimeEntry');
  await user.click(screen.getByRole('button', { name: 'Row 1' }));
  const detail = await screen.findByRole('complementary', { name: 'Time entry details' });
  for (const tab of await within(detail).findAllByRole('tab')) {
    await user.click(tab);
    await waitFor(() => expect(tab.getAttribute('aria-selected')).toBe('true'));
    await expectNoViolation();
  }
});

it('the palette', async () => {
  const { user } = openApp(paths.home);
  await screen.findByRole('heading', { name: 'Connections' });
  await user.keyboard('{Control>}k{/Control}');
  await screen.findByRole('dialog', { name: 'Command palette' });
  await screen.findByRole('combobox');
  await expectNoViolation();
});

it('ticked rows, the menu of a row and the words for approval', async () => {
  const { user } = await openRows('TimeEntry');
  await user.click(screen.getByRole('checkbox', { name: 'Tick row 1' }));
  await screen.findByRole('toolbar', { name: 'Selected rows' });
  await expectNoViolation();
  fireEvent.contextMenu(document.querySelector('[data-row-key]')!);
  await screen.findByRole('menuitem', { name: 'Approve' });
  await expectNoViolation();
  await user.keyboard('{Escape}{Control>}k{/Control}');
  const box = await screen.findByRole('combobox', { name: /^Search places/ }, later);
  await user.type(box, '> approval words{Enter}');
  await screen.findByRole('dialog', { name: /^Approval words of/ });
  await expectNoViolation();
  await user.keyboard('{Escape}');
  await user.click(screen.getByRole('button', { name: 'With a remark…' }));
  await screen.findByRole('dialog', { name: /with a remark$/ });
  await expectNoViolation();
});

async function openFirst(entityType: string, title: string) {
  const opened = await openDescribed(entityType);
  await opened.user.click(screen.getByRole('button', { name: 'Row 1' }));
  await screen.findByRole('complementary', { name: `${title} details` });
  return opened;
}

it('a form with values inside values', async () => {
  await openFirst('line-items', 'Line item');
  await screen.findByRole('group', { name: 'Domain lists' }, later);
  await expectNoViolation();
});

it('a form with a long list, and one with parts and code', async () => {
  await openFirst('domain-lists', 'Domain list');
  await screen.findByRole('searchbox', { name: 'Find in domains' }, later);
  await expectNoViolation();
  cleanup();
  const { user } = await openDescribed('creatives');
  await user.click(screen.getByRole('button', { name: 'Row 2' }));
  await screen.findByRole('group', { name: 'Impression trackers, 1' }, later);
  await expectNoViolation();
});

it('what a delete takes along, and what is copied along', async () => {
  const { user } = await openFirst('campaigns', 'Campaign');
  await user.click(screen.getByRole('button', { name: 'Delete row 1' }));
  await screen.findByText('6 line items go too', {}, later);
  await expectNoViolation();
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  await user.click(await screen.findByRole('button', { name: 'More' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Duplicate…' }));
  await screen.findByRole('checkbox', { name: 'with its 6 line items' }, later);
  await expectNoViolation();
});

it('a record from its four sides, with a picker that is open', async () => {
  const { user } = await openRows('TimeEntry');
  await user.click(screen.getByRole('button', { name: 'Row 1' }));
  const box = await screen.findByRole('combobox', { name: /^Project/ }, later);
  await user.clear(box);
  await user.type(box, 'quay');
  await screen.findByRole('option', { name: 'Ask the service', hidden: true }, later);
  const dropdown = screen.getByRole('listbox', { hidden: true, name: 'Project' });
  const panel = screen.getByRole('complementary', { name: 'Time entry details' });
  await expectNoViolation({ include: [panel, dropdown] });
  for (const tab of [/^Related/, /^History/, /^JSON/]) {
    await user.click(screen.getByRole('tab', { name: tab }));
    await expectNoViolation(panel);
  }
});
