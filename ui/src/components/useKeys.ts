import { useEffect, useRef } from 'react';

/** By combination, such as `mod+shift+a`, `f5`, `alt+arrowdown`, `escape`. */
export type KeyMap = Record<string, ((event: KeyboardEvent) => void) | undefined>;

function combination(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('mod');
  if (event.altKey) parts.push('alt');
  if (event.shiftKey) parts.push('shift');
  return [...parts, event.key.toLowerCase()].join('+');
}

/** Window-wide keys; silent while a dialog is open and when something nearer took the key. */
export function useKeys(map: KeyMap, enabled = true): void {
  const current = useRef(map);
  useEffect(() => {
    current.current = map;
  });
  useEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent) => {
      const run = current.current[combination(event)];
      if (!run || event.defaultPrevented || document.querySelector('[aria-modal="true"]')) return;
      event.preventDefault();
      run(event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [enabled]);
}
