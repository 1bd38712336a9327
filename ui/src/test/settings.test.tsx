import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { commands } from '../ipc/client';
import { fakeState } from '../ipc/fake';
import { paths } from '../paths';
import { demo, openApp } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };
const page = () => document.documentElement.dataset;

beforeEach(() => vi.restoreAllMocks());

describe('the settings', () => {
  it('theme, density, size and motion take effect at once and are kept', async () => {
    const { user } = openApp(paths.settings);
    await user.click(await screen.findByRole('radio', { name: 'Dark' }));
    await user.click(screen.getByRole('radio', { name: 'Compact' }));
    await user.click(screen.getByRole('switch', { name: 'Less motion' }));
    await user.click(screen.getByRole('button', { name: 'Larger text' }));
    expect([page()['theme'], page()['density'], page()['motion']]).toEqual([
      'dark',
      'compact',
      'less',
    ]);
    await screen.findByText('110%');
    expect(fakeState.preferences).toMatchObject({
      theme: 'dark',
      density: 'compact',
      lessMotion: true,
      textSize: 110,
    });
  });

  it('are written one after the other, and the last change is what is kept', async () => {
    let answer: (() => void) | undefined;
    const write = commands.setPreferences;
    const writing = vi
      .spyOn(commands, 'setPreferences')
      .mockImplementationOnce(
        (first) => new Promise((done) => (answer = () => void write(first).then(done))),
      );
    const { user } = openApp(paths.settings);
    await user.click(await screen.findByRole('radio', { name: 'Dark' }));
    await user.click(screen.getByRole('radio', { name: 'Compact' }));
    expect(writing).toHaveBeenCalledTimes(1);
    answer?.();
    await waitFor(() =>
      expect(fakeState.preferences).toMatchObject({ theme: 'dark', density: 'compact' }),
    );
  });

  it('shows what is kept where a change could not be', async () => {
    const { user } = openApp(paths.settings);
    vi.spyOn(commands, 'setPreferences').mockRejectedValueOnce({
      code: 'storage',
      message: 'The disk is full.',
      detail: null,
      nextStep: 'none',
    });
    await user.click(await screen.findByRole('radio', { name: 'Dark' }));
    expect(await screen.findByText('The disk is full.', {}, later)).toBeTruthy();
    await waitFor(() => expect(page()['theme']).toBe('light'), later);
  });

  it('how often the service is asked, or only by hand', async () => {
    const { user } = openApp(paths.settingsAt('updating'));
    const choice = await screen.findByRole('combobox', { name: 'Look for changes' });
    await user.selectOptions(choice, 'Only when I press Refresh');
    expect(fakeState.preferences.refreshMinutes).toBe(0);
    await user.selectOptions(choice, 'Every minute');
    expect(fakeState.preferences.refreshMinutes).toBe(1);
  });

  it('what is on this computer: kept, refreshed, dropped after a question', async () => {
    const drop = vi.spyOn(commands, 'dropEntityType');
    const refresh = vi.spyOn(commands, 'syncEntityType');
    const keep = vi.spyOn(commands, 'keepEntityType');
    const { user } = openApp(paths.settingsAt('data'));
    await commands.syncEntityType({ connectionId: demo, entityType: 'TimeEntry' });
    const row = (await screen.findByRole('rowheader', { name: 'Time entries' }, later)).closest(
      'tr',
    )!;
    const held = within(row).getByRole('switch', { name: 'Keep Time entries on this computer' });
    const was = held.getAttribute('aria-checked') === 'true';
    await user.click(held);
    expect(keep.mock.calls[0]?.[0]).toMatchObject({ entityType: 'TimeEntry', kept: !was });
    await user.click(within(row).getByRole('button', { name: 'Refresh Time entries' }));
    expect(refresh.mock.calls.at(-1)?.[0]).toMatchObject({ entityType: 'TimeEntry' });
    await user.click(await screen.findByRole('button', { name: /^Drop Time entries/ }, later));
    const asked = await screen.findByRole('dialog', {
      name: 'Drop Time entries from this computer?',
    });
    expect(asked.textContent).toContain('Your unsent changes stay.');
    expect(drop).not.toHaveBeenCalled();
    await user.click(within(asked).getByRole('button', { name: /^Drop [\d,]+ rows$/ }));
    await waitFor(() =>
      expect(screen.queryByRole('rowheader', { name: 'Time entries' })).toBeNull(),
    );
    expect(drop.mock.calls[0]?.[0]).toMatchObject({ entityType: 'TimeEntry' });
  });

  it('the keyring says how it stands', async () => {
    openApp(paths.settingsAt('keyring'));
    await screen.findByText('The system keyring answers');
    expect(screen.getByText(/This window cannot read them/)).toBeTruthy();
  });

  it('a licence is found by its name', async () => {
    const { user } = openApp(paths.settingsAt('about'));
    await user.type(
      await screen.findByRole('searchbox', { name: 'Find a name or a licence' }),
      'zz',
    );
    expect(screen.getByText('Nothing has this in its name or licence.')).toBeTruthy();
    expect(screen.getByText('0 of 1')).toBeTruthy();
  });

  it('the diagnostics file is saved where the person says', async () => {
    const save = vi.spyOn(commands, 'saveDiagnostics');
    const { user } = openApp(paths.settingsAt('diagnostics'));
    await user.click(await screen.findByRole('button', { name: 'Save a diagnostics file…' }));
    expect(save).toHaveBeenCalledOnce();
    await screen.findByText('The diagnostics file is saved.');
  });

  it.each(['data', 'keyring', 'about'])('%s says what went wrong and tries again', async (part) => {
    const error = {
      code: 'localStore',
      message: 'The disk does not answer.',
      nextStep: 'retry',
    };
    for (const one of ['dataOnDisk', 'keyring', 'about'] as const)
      vi.spyOn(commands, one).mockRejectedValueOnce({ ...error, detail: null });
    const { user } = openApp(paths.settingsAt(part));
    await screen.findByText('The disk does not answer.');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(screen.queryByText('The disk does not answer.')).toBeNull());
  });
});
