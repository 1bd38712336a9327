import { screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { paths } from '../paths';
import { openApp } from '../test/desk';

const { shown } = vi.hoisted(() => ({ shown: { breaks: true } }));

vi.mock('../features/activity/ActivityScreen', () => ({
  ActivityScreen: () => {
    if (shown.breaks) throw new RangeError('Invalid time value');
    return <main>Drawn again</main>;
  },
}));
vi.mock('../components/grid/DataGrid', () => import('../test/TableGrid'));

afterEach(() => vi.restoreAllMocks());

it('a screen that cannot be drawn never takes the window: it is told, tried again and left', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { user } = openApp(paths.activity);
  const alert = await screen.findByRole('alert', {}, { timeout: 5000 });
  expect(alert.closest('main')).toBeTruthy();
  shown.breaks = false;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(screen.getByText('Drawn again')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Tokens' }));
  await screen.findByRole('heading', { name: 'Access token' }, { timeout: 5000 });
});
