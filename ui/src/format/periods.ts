/** Stretches of days around today, by the names that the core knows them by. */
export const PERIODS = [
  'today',
  'yesterday',
  'thisWeek',
  'lastWeek',
  'thisMonth',
  'lastMonth',
  'thisYear',
  'lastYear',
] as const;

export type Period = (typeof PERIODS)[number];

export const isPeriod = (value: unknown): value is Period =>
  PERIODS.some((period) => period === value);
