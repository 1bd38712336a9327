import { useEffect, useRef, useState } from 'react';

/** What a value was lately, told anew at most so often: for what is read aloud while it moves. */
export function useEach<T>(value: T, everyMs: number): T {
  const [told, setTold] = useState(value);
  const now = useRef(value);
  useEffect(() => {
    now.current = value;
  });
  useEffect(() => {
    const timer = setInterval(() => setTold(now.current), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return told;
}
