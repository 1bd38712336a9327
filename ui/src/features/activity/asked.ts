// Which writes are asked for.

import { useDeferredValue, useState } from 'react';
import type { JournalOutcome, JournalQuery } from '../../ipc/client';

export type When = 'ever' | 'today' | 'week' | 'month';

const DAYS: Record<Exclude<When, 'ever'>, number> = { today: 0, week: 6, month: 29 };

/** The first moment of the days that are asked for, in seconds since 1970; nothing where time does not matter. */
export function fromOf(when: When, now: Date): number | null {
  if (when === 'ever') return null;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - DAYS[when]).getTime() / 1000;
}

export const EVERYTHING: JournalQuery = {
  connectionId: null,
  entityType: null,
  id: null,
  runId: null,
  person: null,
  outcome: null,
  search: '',
  from: null,
  until: null,
};

export interface Narrowing {
  outcome: JournalOutcome | null;
  entityType: string | null;
  connectionId: string | null;
  person: string | null;
}

const NOTHING: Narrowing = { outcome: null, entityType: null, connectionId: null, person: null };

export function useAsked() {
  const [narrowing, setNarrowing] = useState(NOTHING);
  const [search, setSearch] = useState('');
  const [when, setWhen] = useState<When>('ever');
  const query: JournalQuery = {
    ...EVERYTHING,
    ...narrowing,
    search: useDeferredValue(search).trim(),
    from: fromOf(when, new Date()),
  };
  return {
    query,
    narrowing,
    search,
    when,
    narrow: (part: Partial<Narrowing>) => setNarrowing((now) => ({ ...now, ...part })),
    setSearch,
    setWhen,
    reset: () => {
      setNarrowing(NOTHING);
      setSearch('');
      setWhen('ever');
    },
  };
}

export const isNarrowed = (query: JournalQuery): boolean =>
  Object.entries(query).some(([name, value]) =>
    name === 'search' ? value !== '' : value !== null,
  );
