import type { MirrorStateView } from '../ipc/client';

export const mirrorStates: Record<MirrorStateView, string> = {
  empty: 'Not on this computer yet',
  loading: 'Loading',
  partial: 'Only a part is on this computer',
  complete: 'All on this computer',
};
