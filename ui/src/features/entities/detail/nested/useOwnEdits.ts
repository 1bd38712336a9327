import { useEffect, useRef, useState } from 'react';

/**
 * A value with what was edited here, at once. An earlier edit that is read back late is passed over, so that it does not
 * take the later ones away.
 */
export function useOwnEdits(value: unknown, onChange: (value: unknown) => void) {
  const [held, setHeld] = useState(value);
  const awaited = useRef<string[]>([]);
  useEffect(() => {
    const at = awaited.current.indexOf(JSON.stringify(value));
    awaited.current = at < 0 ? [] : awaited.current.slice(at + 1);
    if (awaited.current.length === 0) setHeld(value);
  }, [value]);
  const change = (next: unknown) => {
    awaited.current.push(JSON.stringify(next));
    setHeld(next);
    onChange(next);
  };
  return [held, change] as const;
}
