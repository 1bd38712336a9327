import { afterEach, expect, it, vi } from 'vitest';
import { keysHere } from './keys';

afterEach(() => vi.restoreAllMocks());

it.each([
  ['Linux x86_64', 'Ctrl V', 'Ctrl V'],
  ['Win32', 'Alt ↓', 'Alt ↓'],
  ['MacIntel', 'Ctrl V', '⌘ V'],
  ['MacIntel', 'Alt ↓', '⌥ ↓'],
])('on %s, %s', (platform, keys, called) => {
  vi.spyOn(navigator, 'platform', 'get').mockReturnValue(platform);
  expect(keysHere(keys)).toBe(called);
});
