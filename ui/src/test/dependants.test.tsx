// What a record takes with it, what keeps it, and copies of it with what belongs to it.

import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { commands, fakeState } from '../ipc/fake';
import { described, openDescribed, openRows } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };
const lineOf = (name: string) =>
  [...screen.getByRole('table').querySelectorAll<HTMLElement>('tr')].find((one) =>
    one.textContent.includes(name),
  )!;
const marked = () =>
  [...fakeState.changes.values()]
    .filter((change) => change.kind === 'delete')
    .map((change) => `${change.entityType}/${change.id}`);

async function deleteRow(entityType: string, name: string) {
  const opened = await openDescribed(entityType);
  await waitFor(() => expect(lineOf(name)).toBeTruthy(), later);
  await opened.user.click(within(lineOf(name)).getByRole('button', { name: /^Delete row/ }));
  const dialog = await screen.findByRole('dialog', { name: new RegExp(name) });
  return { ...opened, dialog: within(dialog) };
}

describe('the dialog of a delete', () => {
  it('tells what goes too and what the service says, and starts on Cancel', async () => {
    const { user, dialog } = await deleteRow('campaigns', 'Autumn walks');
    expect(screen.getByRole('dialog', { name: 'Delete campaign “Autumn walks”?' })).toBeTruthy();
    expect(await dialog.findByText('6 line items go too')).toBeTruthy();
    expect(dialog.getByText('Deleting a campaign deletes its line items.')).toBeTruthy();
    await waitFor(() =>
      expect(document.activeElement).toBe(dialog.getByRole('button', { name: 'Cancel' })),
    );
    await user.click(dialog.getByRole('button', { name: 'Mark 1 for deletion' }));
    await waitFor(() => expect(marked()).toEqual(['campaigns/11']));
  });

  it('names what keeps it, in honest words, and marks all in an order that works', async () => {
    const { user, dialog } = await deleteRow('domain-lists', 'News sites');
    expect(await dialog.findByText('1 line item keeps it')).toBeTruthy();
    expect(
      dialog.getByText('BidCore refuses the delete while Targeting points at it.'),
    ).toBeTruthy();
    expect(dialog.getByText(/only as far as we can see/)).toBeTruthy();
    const order = dialog.getAllByRole('listitem').map((one) => one.textContent);
    expect(order).toContain('1 line item');
    expect(order).toContain('1 domain list');
    await user.click(dialog.getByRole('button', { name: 'Mark all 2 in an order that works' }));
    await waitFor(() => expect(marked()).toEqual(['line-items/101', 'domain-lists/302']));
  });

  it('can mark it alone, which is refused, and tells in the run and in the review what uses it', async () => {
    const { user, dialog } = await deleteRow('domain-lists', 'News sites');
    await user.click(await dialog.findByRole('button', { name: 'Mark it only' }));
    await user.click(await screen.findByRole('button', { name: /^Review 1 change/ }));
    await user.click(await screen.findByRole('button', { name: /^Send 1 change/ }));
    await user.click(await screen.findByRole('button', { name: 'What uses it…' }, later));
    const uses = within(await screen.findByRole('dialog', { name: 'What uses News sites' }));
    expect(await uses.findByText('1 line item keeps it')).toBeTruthy();
    await user.click(uses.getAllByRole('button', { name: 'Close' })[1]!);
    await user.click(await screen.findByRole('button', { name: 'Review what is left' }));
    await user.click(await screen.findByRole('button', { name: 'What uses it…' }));
    const again = within(await screen.findByRole('dialog', { name: 'What uses News sites' }));
    await user.click(
      await again.findByRole('button', { name: 'Mark all 2 in an order that works' }),
    );
    await waitFor(() => expect(marked()).toHaveLength(2));
    expect(await screen.findByRole('button', { name: /^Send 2 changes/ })).toBeTruthy();
  });

  it('leads to what uses it', async () => {
    const { user, dialog } = await deleteRow('domain-lists', 'News sites');
    await user.click(await dialog.findByRole('button', { name: 'Awareness 1' }));
    const detail = within(
      await screen.findByRole('complementary', { name: 'Line item details' }, later),
    );
    expect(await detail.findByDisplayValue('Awareness 1')).toBeTruthy();
    expect(window.location.hash).toBe(`#/c/${described}/e/line-items?record=101`);
    expect(fakeState.changes.size).toBe(0);
  });

  it('does not come where there is nothing to tell, nor for several rows', async () => {
    const { user } = await openRows('TimeEntry');
    await user.click(screen.getByRole('button', { name: 'Delete row 1' }));
    await waitFor(() => expect(marked()).toHaveLength(1));
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('a run of deletes', () => {
  async function sendDelete(status: number) {
    const opened = await deleteRow('campaigns', 'Trail shoes');
    fakeState.statuses.set('campaigns/14', status);
    await opened.user.click(
      await opened.dialog.findByRole('button', { name: 'Mark 1 for deletion' }),
    );
    await opened.user.click(await screen.findByRole('button', { name: /^Review 1 change/ }));
    await opened.user.click(await screen.findByRole('button', { name: /^Send 1 change/ }));
    return opened;
  }

  it('409 as a database error can be tried again by hand', async () => {
    const { user } = await sendDelete(409);
    const again = await screen.findByRole('button', { name: 'Try again' }, later);
    fakeState.statuses.clear();
    await user.click(again);
    await screen.findByRole('heading', { name: 'Sent' }, later);
    await waitFor(() => expect(fakeState.changes.size).toBe(0));
  });

  it('405 is said, and the action is not offered any more', async () => {
    const { user } = await sendDelete(405);
    expect(
      await screen.findByText('BidCore does not offer deleting campaigns.', {}, later),
    ).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
    await user.click(screen.getAllByRole('button', { name: 'Back to the rows' })[1]!);
    await waitFor(() => expect(lineOf('Autumn walks')).toBeTruthy(), later);
    await user.click(within(lineOf('Autumn walks')).getByRole('button', { name: /^Row/ }));
    const detail = within(await screen.findByRole('complementary', { name: 'Campaign details' }));
    await detail.findByDisplayValue('Autumn walks');
    expect(detail.queryByRole('button', { name: 'Delete' })).toBeNull();
  });

  it('500 is unknown and is never offered to be sent again blindly', async () => {
    await sendDelete(500);
    await screen.findAllByText(/It is not known whether it arrived/, {}, later);
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });
});

it('what the service said of a change stands in the review until it is edited', async () => {
  const { user } = await openDescribed('advertisers');
  await user.click(within(lineOf('Alder Outdoor')).getByRole('button', { name: /^Row/ }));
  const detail = within(await screen.findByRole('complementary', { name: 'Advertiser details' }));
  await user.type(await detail.findByLabelText(/^Website/), '/x{Enter}');
  fakeState.statuses.set('advertisers/1', 400);
  fakeState.said.set('advertisers/1', {
    fields: new Map([['website_url', [{ place: '', words: 'Enter a valid URL.' }]]]),
    whole: ['Nothing was stored.'],
  });
  await user.click(await screen.findByRole('button', { name: /^Review 1 change/ }));
  await user.click(await screen.findByRole('button', { name: /^Send 1 change/ }));
  await user.click(await screen.findByRole('button', { name: 'Review what is left' }, later));
  expect(await screen.findByText('Enter a valid URL.', { exact: false }, later)).toBeTruthy();
  expect(screen.getByText('What BidCore said when it refused this')).toBeTruthy();
});

describe('a copy', () => {
  it('is made with what belongs to it, and opens as a new record', async () => {
    const { user } = await openDescribed('campaigns');
    await waitFor(() => expect(lineOf('Autumn walks')).toBeTruthy(), later);
    fireEvent.contextMenu(lineOf('Autumn walks'), { clientX: 40, clientY: 40 });
    await user.click(await screen.findByRole('menuitem', { name: 'Duplicate…' }));
    const dialog = within(
      await screen.findByRole('dialog', { name: 'Duplicate campaign “Autumn walks”?' }),
    );
    const along = dialog.getByRole<HTMLInputElement>('checkbox', { name: 'with its 6 line items' });
    expect(along.checked).toBe(true);
    await user.click(dialog.getByRole('button', { name: 'Make the copy' }));
    await waitFor(() => expect(fakeState.changes.size).toBe(7));
    const detail = within(await screen.findByRole('complementary', { name: 'Campaign details' }));
    expect(await detail.findByText('New', { selector: '.tag' })).toBeTruthy();
    expect(await screen.findByRole('button', { name: /^Review 7 changes/ })).toBeTruthy();
  });

  it('is made alone where that is asked for, from the details and from the palette', async () => {
    const { user } = await openDescribed('campaigns');
    await waitFor(() => expect(lineOf('Winter soups')).toBeTruthy(), later);
    await user.click(within(lineOf('Winter soups')).getByRole('button', { name: /^Row/ }));
    const detail = within(await screen.findByRole('complementary', { name: 'Campaign details' }));
    await user.click(await detail.findByRole('button', { name: 'More' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Duplicate…' }));
    const dialog = within(await screen.findByRole('dialog', { name: /^Duplicate campaign/ }));
    await user.click(await dialog.findByRole('checkbox', { name: /^with its/ }));
    await user.click(dialog.getByRole('button', { name: 'Make the copy' }));
    await waitFor(() => expect(fakeState.changes.size).toBe(1));
    await user.click(within(lineOf('City breaks')).getByRole('button', { name: /^Row/ }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.keyboard('{Control>}k{/Control}');
    await user.type(
      await screen.findByRole('combobox', { name: /^Search places/ }),
      '> duplicate{Enter}',
    );
    expect(await screen.findByRole('dialog', { name: /^Duplicate campaign/ })).toBeTruthy();
  });

  it('asks of each record anew, and tells where it cannot be looked what belongs to it', async () => {
    const { user } = await openDescribed('campaigns');
    const ask = async (name: string) => {
      await waitFor(() => expect(lineOf(name)).toBeTruthy(), later);
      fireEvent.contextMenu(lineOf(name), { clientX: 40, clientY: 40 });
      await user.click(await screen.findByRole('menuitem', { name: 'Duplicate…' }));
      return within(await screen.findByRole('dialog', { name: /^Duplicate campaign/ }));
    };
    const along = { name: /^with its/ };
    const first = await ask('Autumn walks');
    await user.click(await first.findByRole('checkbox', along));
    await user.click(first.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const second = await ask('Winter soups');
    expect((await second.findByRole<HTMLInputElement>('checkbox', along)).checked).toBe(true);
    await user.click(second.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    vi.spyOn(commands, 'dependants').mockRejectedValueOnce({
      code: 'localStore',
      message: 'The copy could not be read.',
      nextStep: 'retry',
      detail: null,
    });
    const third = await ask('City breaks');
    await third.findByText('The copy could not be read.');
    await user.click(third.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(third.queryByText('The copy could not be read.')).toBeNull());
  });

  it('asks nothing where nothing belongs to it', async () => {
    const { user } = await openDescribed('domain-lists');
    fireEvent.contextMenu(lineOf('News sites'), { clientX: 40, clientY: 40 });
    await user.click(await screen.findByRole('menuitem', { name: 'Duplicate' }));
    await waitFor(() => expect(fakeState.changes.size).toBe(1));
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
