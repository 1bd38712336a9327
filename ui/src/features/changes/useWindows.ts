import { useQueries } from '@tanstack/react-query';
import { useCallback, useState } from 'react';

const PAGE = 100;
/** Pages that are read before they come into sight. */
const AHEAD = 2;
/** What is out of sight is read again when it is come back to: of a hundred thousand rows few are held. */
const HELD_MS = 20_000;

interface Seen {
  first: number;
  last: number;
  /** Up is less than 0, down is more. */
  way: number;
}

interface Windows<T> {
  /** Nothing while it is read. */
  at(index: number): T | undefined;
  see(first: number, last: number): void;
  error: unknown;
}

/** Rows of a long list, read by window as they come into sight. */
export function useWindows<T>(
  key: readonly unknown[],
  total: number,
  load: (from: number, count: number) => Promise<T[]>,
): Windows<T> {
  const [{ first, last, way }, setSeen] = useState<Seen>({ first: 0, last: 0, way: 1 });
  const end = Math.max(0, Math.ceil(total / PAGE) - 1);
  // What a person scrolls to is read before they are there.
  const from = Math.max(0, way < 0 ? first - AHEAD : first);
  const until = Math.min(end, way > 0 ? last + AHEAD : last);
  const pages = Array.from({ length: Math.max(0, until - from + 1) }, (_, n) => from + n);
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: [...key, page],
      queryFn: () => load(page * PAGE, PAGE),
      enabled: total > 0,
      gcTime: HELD_MS,
    })),
  });
  const see = useCallback((from: number, to: number) => {
    const [first, last] = [Math.floor(from / PAGE), Math.floor(to / PAGE)];
    setSeen((now) =>
      now.first === first && now.last === last
        ? now
        : { first, last, way: Math.sign(first - now.first || last - now.last) },
    );
  }, []);
  return {
    at: (index) => results[Math.floor(index / PAGE) - from]?.data?.[index % PAGE],
    see,
    error: results.find((one) => one.error)?.error,
  };
}
