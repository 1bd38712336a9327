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

export const countIn = (counts: ReviewCountsView, show: ReviewShow): number =>
  show === 'all' || show === 'toSend' ? counts.total : counts[show];
