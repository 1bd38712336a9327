/** Puts the focus into the next pane on the screen (F6): rail, navigator, toolbar, grid, detail. */
export function nextPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    // Not every engine can tell; then all are.
    (pane) => pane.checkVisibility?.({ visibilityProperty: true }) ?? true,
  );
  const held = panes.reduce(
    (found, pane, at) => (pane.contains(document.activeElement) ? at : found),
    // From nowhere, forward is to the first and back to the last.
    step === 1 ? -1 : 0,
  );
  for (let tried = 1; tried <= panes.length; tried += 1) {
    const at = (held + step * tried + panes.length * (tried + 1)) % panes.length;
    const pane = panes[at];
    const target =
      pane?.querySelector<HTMLElement>('[data-pane-focus]') ??
      pane?.querySelector<HTMLElement>(
        '[tabindex="0"], input:not([disabled]), button:not([disabled])',
      );
    if (pane && target && !pane.contains(document.activeElement)) return target.focus();
  }
}
