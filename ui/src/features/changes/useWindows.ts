import { useQueries } from '@tanstack/react-query';
import { useCallback, useState } from 'react';

const PAGE = 100;
/** What is out of sight is read again when it is come back to: of a hundred thousand rows few are held. */
const HELD_MS = 20_000;

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
  const [[first, last], setSeen] = useState([0, 0]);
  const lastPage = Math.min(last, Math.max(0, Math.ceil(total / PAGE) - 1));
  const pages = Array.from({ length: Math.max(0, lastPage - first + 1) }, (_, n) => first + n);
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: [...key, page],
      queryFn: () => load(page * PAGE, PAGE),
      enabled: total > 0,
      gcTime: HELD_MS,
    })),
  });
  const see = useCallback((from: number, to: number) => {
    const next = [Math.floor(from / PAGE), Math.floor(to / PAGE)];
    setSeen((now) => (now[0] === next[0] && now[1] === next[1] ? now : (next as [number, number])));
  }, []);
  return {
    at: (index) => results[Math.floor(index / PAGE) - first]?.data?.[index % PAGE],
    see,
    error: results.find((one) => one.error)?.error,
  };
}
