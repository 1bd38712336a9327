// The whole window over the in-memory core, at a place of its own.

import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from '../app/App';
import { Providers } from '../app/Providers';
import { fakeState, resetFake } from '../ipc/fake';
import { DESCRIBED_CONNECTION, DESCRIBED_ID } from '../ipc/fake/bidcore';
import { connectionOf, ID } from '../ipc/fake/state';
import { paths } from '../paths';

export const demo = ID;
export const described = DESCRIBED_ID;

export function openApp(place: string, signedIn = true) {
  resetFake();
  fakeState.connected = fakeState.signedIn = signedIn;
  return showApp(place);
}

/** Keeps what the core holds. */
export function showApp(place: string) {
  window.location.hash = `#${place}`;
  const user = userEvent.setup();
  return {
    user,
    ...render(
      <Providers>
        <App />
      </Providers>,
    ),
  };
}

export const openRows = async (entityType: string) => {
  const opened = openApp(paths.entities(demo, entityType));
  await screen.findByRole('button', { name: 'Row 1' }, { timeout: 5000 });
  return opened;
};

/** The rows of the company whose service is told by its description. */
export async function openDescribed(entityType: string) {
  resetFake();
  fakeState.connected = fakeState.signedIn = true;
  fakeState.others.push(connectionOf(DESCRIBED_CONNECTION));
  const opened = showApp(paths.entities(DESCRIBED_ID, entityType));
  await screen.findByRole('button', { name: 'Row 1' }, { timeout: 5000 });
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
