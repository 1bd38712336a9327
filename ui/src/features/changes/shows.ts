// Which changes of the review are shown, and how many they are.

import type { ReviewCountsView, ReviewShow } from '../../ipc/client';

export type Shown = Exclude<ReviewShow, 'toSend'>;

export const SHOWS: Shown[] = [
  'all',
  'problems',
  'conflicts',
  'leftOut',
  'edits',
  'creates',
  'deletes',
];

/** Those that the window's address asks for. */
export const shownOf = (query: string): Shown =>
  SHOWS.find((show) => show === new URLSearchParams(query).get('show')) ?? 'all';

export const countIn = (counts: ReviewCountsView, show: ReviewShow): number =>
  show === 'all' || show === 'toSend' ? counts.total : counts[show];
