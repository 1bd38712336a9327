import { ahead } from './ahead';
import type { MirrorView } from './client';

/** How many changes of mirrors were told, by connection. */
const told = new Map<string, number>();

export const countMirrorChange = (connectionId: string): void =>
  void told.set(connectionId, (told.get(connectionId) ?? 0) + 1);

/** The mirrors of a connection. An answer that a change overtook may be older than it, so it is asked for again. */
export async function currentMirrors(connectionId: string): Promise<MirrorView[]> {
  for (;;) {
    const before = told.get(connectionId);
    const mirrors = await ahead.mirrors(connectionId);
    if (told.get(connectionId) === before) return mirrors;
  }
}
