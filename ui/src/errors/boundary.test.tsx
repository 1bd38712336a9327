import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { Boundary } from './Boundary';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function Broken(): never {
  throw new RangeError('too deep');
}

it('what cannot be drawn is told in its place, and another is drawn again', () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const shown = (of: string, isBroken: boolean) => (
    <>
      <p>Beside it</p>
      <Boundary of={of}>{isBroken ? <Broken /> : <p>The record</p>}</Boundary>
    </>
  );
  const { rerender } = render(shown('one', true));
  expect(screen.getByText('Beside it')).toBeTruthy();
  expect(screen.getByRole('alert').textContent).toContain('Coredesk had a problem of its own');
  rerender(shown('two', false));
  expect(screen.getByText('The record')).toBeTruthy();
});
