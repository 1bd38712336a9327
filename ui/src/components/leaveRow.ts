/**
 * Before a control goes with its row of a list: the focus moves to the same control of the row that takes its
 * place, or to `otherwise` where it was the only one.
 */
export function leaveRow(control: HTMLElement, otherwise: HTMLElement | null): void {
  const row = control.closest('li');
  const at = row ? controlsOf(row).indexOf(control) : -1;
  const neighbour = [row?.nextElementSibling, row?.previousElementSibling]
    .map((one) => one && controlsOf(one)[at])
    .find((one) => one);
  (neighbour ?? otherwise)?.focus();
}

const controlsOf = (row: Element): HTMLElement[] => [
  ...row.querySelectorAll<HTMLElement>('button, input'),
];
