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

export const isDialogOpen = (): boolean => document.querySelector('[aria-modal="true"]') !== null;

const TYPED = 'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select';
const POPPED = '[role="dialog"], [role="menu"]';

/** Keys that mean nothing where text is typed or a choice is made: there all others are left to it. */
const FROM_FIELDS = new Set([
  ...Array.from({ length: 10 }, (_, digit) => `mod+${digit}`),
  ...[
    'mod++',
    'mod+shift++',
    'mod+=',
    'mod+-',
    'mod+,',
    'mod+k',
    'mod+shift+a',
    'mod+shift+l',
    'mod+shift+t',
  ],
  ...['mod+b', 'mod+e', 'mod+f', 'mod+i', 'mod+shift+i', 'mod+s', 'mod+enter', 'escape'],
  ...['f1', 'f5', 'f6', 'shift+f6', 'f8'],
]);
/** As well from a field of one line, which has no use for them, but not from what is open above the window. */
const FROM_LINES = new Set(['mod+n', 'alt+arrowdown', 'alt+arrowup']);

/** As well from a field that holds what was kept: there is no typing in it to take back. */
const FROM_KEPT = new Set(['mod+z', 'mod+y', 'mod+shift+z']);

function isLeftToField(target: EventTarget | null, keys: string): boolean {
  if (!(target instanceof HTMLElement) || FROM_FIELDS.has(keys)) return false;
  if (target.closest(POPPED)) return true;
  if (!target.matches(TYPED) && !target.isContentEditable) return false;
  if (FROM_KEPT.has(keys) && target.matches('[data-kept]')) return false;
  const isLine = target.matches('input:not([role="combobox"], [data-grid-editor])');
  return !(isLine && FROM_LINES.has(keys));
}

/** Window-wide keys; silent while a dialog is open, and where something nearer took the key or has a use for it. */
export function useKeys(map: KeyMap, enabled = true): void {
  const current = useRef(map);
  useEffect(() => {
    current.current = map;
  });
  useEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent) => {
      const keys = combination(event);
      const run = current.current[keys];
      if (!run || event.defaultPrevented || isDialogOpen()) return;
      if (isLeftToField(event.target, keys)) return;
      event.preventDefault();
      run(event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [enabled]);
}
