// Every key of the sheet that works on the whole window does what the sheet says.

import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { fakeState } from '../ipc/fake';
import { messages } from '../messages';
import { paths } from '../paths';
import { visit } from '../place';
import { demo, openApp, openRows } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };
/** Going back and forward needs places: `places.test.tsx`. */
const ANYWHERE = messages.shortcuts.columns
  .flat()
  .find(({ title }) => title === 'Anywhere')!
  .keys.filter(([what]) => what !== 'Back, forward');

const dialog = (name: string) => () => screen.findByRole('dialog', { name }, later);
const place = (path: string) => () =>
  waitFor(() => expect(window.location.hash).toContain(path), later);
const size = (percent: number) => () =>
  waitFor(() => expect(fakeState.preferences.textSize).toBe(percent));
const pane = (name: string) => () =>
  waitFor(() => expect(document.activeElement?.closest(`[data-pane="${name}"]`)).toBeTruthy());

/** What is seen when the key was pressed on the list of connections, by what the sheet calls it. */
const SEEN: Record<string, () => Promise<unknown>> = {
  'Command palette': dialog('Command palette'),
  'This sheet': dialog('Keyboard shortcuts'),
  'Switch connection': place(paths.connection(demo)),
  Back: () => waitFor(() => expect(window.location.hash).toBe(`#${paths.home}`), later),
  Forward: place(paths.activity),
  Activity: place(paths.activity),
  Tokens: place(paths.tokens),
  Settings: place(paths.settings),
  'Next pane': pane('rail'),
  'Previous pane': pane('main'),
  'Larger text': size(110),
  'Smaller text': size(90),
  'Usual text size': size(100),
  'Light or dark': () =>
    waitFor(() => expect(document.documentElement.dataset['theme']).toBe('dark')),
};

const HELD: Record<string, string> = { Ctrl: 'Control', Shift: 'Shift', Alt: 'Alt' };
const CAPS: Record<string, string> = { '←': 'ArrowLeft', '→': 'ArrowRight' };

function typed(keys: string): string {
  const caps = keys.split(' ');
  const cap = caps.pop()!;
  const last = CAPS[cap] ?? cap;
  const held = caps.map((cap) => HELD[cap]!);
  const down = held.map((name) => `{${name}>}`).join('');
  const up = held.map((name) => `{/${name}}`).join('');
  return `${down}{${last.length === 1 ? last.toLowerCase() : last}}${up}`;
}

it.each(ANYWHERE)('%s: %s', async (what, keys) => {
  const { user } = openApp(paths.home);
  await screen.findByRole('heading', { name: 'Connections' });
  // Preferences are there before a key changes one.
  await waitFor(() => expect(document.documentElement.dataset['density']).toBe('standard'));
  if (what === 'Usual text size') {
    await user.keyboard('{Control>}{+}{/Control}');
    await size(110)();
  }
  if (what === 'Back' || what === 'Forward') {
    act(() => visit(paths.activity));
    await screen.findByRole('heading', { name: 'Activity' }, later);
    if (what === 'Forward') {
      act(() => window.history.back());
      await SEEN['Back']!();
    }
  }
  await user.keyboard(typed(keys));
  await SEEN[what]!();
});

describe('what a key means where it is typed', () => {
  /** Whether the window took the key that was pressed here. */
  const isTaken = (on: Element, key: string, held: object) =>
    !fireEvent.keyDown(on, { key, ...held });
  const ctrl = { ctrlKey: true };
  const alt = { altKey: true };

  it('comes before what it does in the window, but for the keys of the whole window', async () => {
    await openRows('TimeEntry');
    const search = screen.getByRole('searchbox', { name: 'Search rows' });
    expect(isTaken(search, 'z', ctrl)).toBe(false);
    expect(isTaken(search, 'y', ctrl)).toBe(false);
    expect(isTaken(search, 'ArrowLeft', alt)).toBe(false);
    expect(isTaken(search, 'i', ctrl)).toBe(true);
    expect(isTaken(document.body, 'z', ctrl)).toBe(true);
  });

  it('is the choice of a list and of what is open above the window', async () => {
    const { user } = await openRows('TimeEntry');
    await user.click(screen.getByRole('button', { name: 'Add filter' }));
    const find = await screen.findByRole('combobox', { name: 'Find a field' }, later);
    expect(isTaken(find, 'n', ctrl)).toBe(false);
    await user.type(find, 'memo{Enter}');
    const comparison = await screen.findByLabelText('Comparison', {}, later);
    expect(isTaken(comparison, 'ArrowDown', alt)).toBe(false);
    expect(fakeState.changes.size).toBe(0);
    expect(isTaken(comparison, 'k', ctrl)).toBe(true);
  });
});

it('the buttons on the side of a mouse leave no place while a dialog is open', async () => {
  const { user } = await openRows('TimeEntry');
  act(() => visit(paths.entities(demo, 'Project')));
  await screen.findByRole('heading', { name: 'Projects' }, later);
  await user.keyboard('{F1}');
  const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' }, later);
  const back = vi.spyOn(window.history, 'back');
  fireEvent.mouseUp(sheet, { button: 3 });
  expect(back).not.toHaveBeenCalled();
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull(), later);
  fireEvent.mouseUp(document.body, { button: 3 });
  expect(back).toHaveBeenCalledTimes(1);
  back.mockRestore();
});

it('the sheet finds a key by what it does', async () => {
  const { user } = openApp(paths.home);
  await screen.findByRole('heading', { name: 'Connections' });
  await user.keyboard('{F1}');
  const find = await screen.findByRole('searchbox', { name: 'Find a shortcut' });
  await user.type(find, 'pane');
  expect(screen.getAllByRole('term').map((term) => term.textContent)).toEqual([
    'Next pane',
    'Previous pane',
  ]);
});

it('Ctrl B folds the navigator, keeps it folded, and a button brings it back', async () => {
  const { user } = await openRows('TimeEntry');
  await user.keyboard('{Control>}b{/Control}');
  await waitFor(() => expect(screen.queryByRole('navigation', { name: 'Entities' })).toBeNull());
  expect(fakeState.preferences.navigatorOpen).toBe(false);
  await user.click(screen.getByRole('button', { name: 'Show the navigator' }));
  await screen.findByRole('navigation', { name: 'Entities' });
});

it('the arrow keys move the edge of the navigator, within bounds', async () => {
  const { user } = await openRows('TimeEntry');
  const edge = screen.getByRole('separator', { name: 'Width of the navigator' });
  edge.focus();
  await user.keyboard('{ArrowRight}');
  await waitFor(() => expect(fakeState.preferences.navigatorWidth).toBe(240));
  await user.keyboard('{End}');
  await waitFor(() => expect(fakeState.preferences.navigatorWidth).toBe(360));
  await user.keyboard('{Home}');
  await waitFor(() => expect(fakeState.preferences.navigatorWidth).toBe(180));
});
