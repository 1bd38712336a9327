import { useEffect, useState } from 'react';

/** What is quicker needs no word. */
const LATE_MS = 400;

/** Turns true when something has gone on for long enough to be told. */
export function useLate(isGoingOn: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!isGoingOn) return;
    const timer = setTimeout(() => setLate(true), LATE_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [isGoingOn]);
  return late;
}
