// The whole window over the in-memory core, at a place of its own.

import { notifications } from '@mantine/notifications';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useEffect } from 'react';
import { expect } from 'vitest';
import { App } from '../app/App';
import { Providers } from '../app/Providers';
import { fakeState, resetFake } from '../ipc/fake';
import { DESCRIBED_CONNECTION, DESCRIBED_ID } from '../ipc/fake/bidcore';
import { connectionOf, ID } from '../ipc/fake/state';
import { forgetCompanies } from '../lastPlace';
import { forgetQuestions } from '../features/entities/workspace/question';
import { paths } from '../paths';
import { forgetPlaces } from '../place';

export const demo = ID;
export const described = DESCRIBED_ID;

export function openApp(place: string, signedIn = true) {
  resetFake();
  // Those of an earlier window would let new ones wait for room.
  notifications.clean();
  notifications.cleanQueue();
  fakeState.connected = fakeState.signedIn = signedIn;
  return showApp(place);
}

/** What the window that is shown remembers. */
export let cache: QueryClient;

function CacheOfWindow() {
  const held = useQueryClient();
  useEffect(() => {
    cache = held;
  }, [held]);
  return null;
}

/** Nowhere in the window: not in what is drawn, typed, addressed, kept or remembered. */
export function expectNoTrace(secret: string): void {
  const controls = [...document.querySelectorAll<HTMLInputElement>('input, textarea')];
  const held = [
    document.documentElement.outerHTML,
    ...controls.map((control) => control.value),
    window.location.href,
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    JSON.stringify(
      cache
        .getQueryCache()
        .getAll()
        .map((one) => [one.queryKey, one.state]),
    ),
    JSON.stringify(
      cache
        .getMutationCache()
        .getAll()
        .map((one) => one.state),
    ),
  ];
  for (const text of held) expect(text).not.toContain(secret);
}

/** Keeps what the core holds. Without a place it comes back to the last one. */
export function showApp(place?: string) {
  window.history.replaceState(
    null,
    '',
    place === undefined ? window.location.pathname : `#${place}`,
  );
  forgetPlaces();
  forgetQuestions();
  forgetCompanies();
  const user = userEvent.setup();
  return {
    user,
    ...render(
      <Providers>
        <CacheOfWindow />
        <App />
      </Providers>,
    ),
  };
}

export const openRows = async (entityType: string) => {
  const opened = openApp(paths.entities(demo, entityType));
  await screen.findByRole('button', { name: 'Row 1' }, { timeout: 10_000 });
  return opened;
};

/** The rows of the company whose service is told by its description. */
export async function openDescribed(entityType: string) {
  resetFake();
  fakeState.connected = fakeState.signedIn = true;
  fakeState.others.push(connectionOf(DESCRIBED_CONNECTION));
  const opened = showApp(paths.entities(DESCRIBED_ID, entityType));
  await screen.findByRole('button', { name: 'Row 1' }, { timeout: 10_000 });
  return opened;
}

export async function editDescription(user: ReturnType<typeof userEvent.setup>, text: string) {
  await user.click(screen.getByRole('button', { name: 'Row 1' }));
  const detail = await screen.findByRole('complementary', { name: 'Time entry details' });
  const input = await within(detail).findByLabelText('Description');
  await user.clear(input);
  await user.type(input, `${text}{Enter}`);
  return detail;
}

/** Opens the question to the service, where filters are added. */
export async function askService(user: ReturnType<typeof userEvent.setup>) {
  await user.click(await screen.findByRole('button', { name: 'Add filter' }, { timeout: 5000 }));
  await user.click(await screen.findByRole('option', { name: 'Ask BQE CORE…' }, { timeout: 5000 }));
}
