// Times of tokens: seconds since 1970 (RFC 7519 §2), as far out as whoever wrote the token liked.

import { showExactly } from '../../format/dates';

/** The year 10000, from which on the core and this window take a time for none. */
const END_OF_CALENDAR = 253_402_300_800;

/** In milliseconds; nothing where no calendar has such a time. */
export const millisOf = (seconds: number | null): number | undefined =>
  seconds !== null && seconds >= 0 && seconds < END_OF_CALENDAR ? seconds * 1000 : undefined;

/** "30 Oct 2026, 10:44:02"; what is no time as it is. */
export function showSeconds(seconds: number, show: (at: Date) => string = showExactly): string {
  const at = millisOf(seconds);
  return at === undefined ? String(seconds) : show(new Date(at));
}
