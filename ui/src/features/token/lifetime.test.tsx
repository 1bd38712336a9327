import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TokenView } from '../../ipc/client';
import { tokens } from '../../ipc/fake/tokens';
import { Lifetime } from './Lifetime';
import { stateOf } from './state';

const NOW = Date.parse('2026-11-02T10:42:10Z');
const MINUTE = 60;
const now = NOW / 1000;

beforeEach(() => void vi.useFakeTimers({ now: NOW, toFake: ['Date'] }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

async function token(with_: Partial<TokenView>): Promise<TokenView> {
  const fake = tokens(
    () => [],
    () => undefined,
  );
  const { tokens: brought } = await fake.pasteToken();
  return { ...(await fake.inspectToken({ source: brought[0]! })), ...with_ };
}

const left = () => screen.getByTestId('token-left').textContent;

it('counts down to the end', async () => {
  render(
    <Lifetime token={await token({ issuedAt: now - MINUTE, expiresAt: now + 36 * MINUTE + 54 })} />,
  );
  expect(left()).toBe('36 min 54 s left');
  expect(screen.getByText('1 min ago')).toBeTruthy();
});

it('tells before its time when that comes', async () => {
  const early = await token({
    issuedAt: now,
    notBefore: now + 5 * MINUTE,
    expiresAt: now + 10 * MINUTE,
  });
  render(<Lifetime token={early} />);
  expect(left()).toBe('Valid in 5 min');
  expect(stateOf(early, NOW).text).toBe('Not valid yet');
});

it('is over at its very end, whatever the signature says', async () => {
  const signature = { state: 'valid' as const, reason: '', keysAddress: null };
  const over = await token({ expiresAt: now, signature });
  expect(stateOf(over, NOW).text).toBe('Expired');
  expect(stateOf(over, NOW - 1).text).toBe('Valid');
});

it.each([
  [0.4, 'This computer’s clock agrees with the server’s.'],
  [75, 'This computer’s clock is 1 min 15 s ahead of the server’s.'],
  [-75, 'This computer’s clock is 1 min 15 s behind the server’s.'],
])('a clock that is %d s ahead', async (clockAhead, words) => {
  render(<Lifetime token={await token({ clockAhead })} />);
  expect(screen.getByText(words)).toBeTruthy();
});

it('one without an end is said to have none', async () => {
  render(<Lifetime token={await token({ expiresAt: null })} />);
  expect(screen.getByText('It does not say when it ends.')).toBeTruthy();
  expect(screen.queryByTestId('token-left')).toBeNull();
});

it('an end of the seventies is long over: times of tokens are seconds', async () => {
  const odd = await token({ issuedAt: 50_000_000, expiresAt: 86_400_000 });
  render(<Lifetime token={odd} />);
  expect(screen.getByText(/1972/)).toBeTruthy();
  expect(left()).toMatch(/^Expired \d+ days ago$/);
  expect(stateOf(odd, NOW).text).toBe('Expired');
});

it('an end in milliseconds is told as one, and no date is made of it', async () => {
  const odd = await token({ expiresAt: NOW + MINUTE });
  render(<Lifetime token={odd} />);
  expect(screen.getByText(/looks like milliseconds/)).toBeTruthy();
  expect(screen.queryByRole('img')).toBeNull();
});
