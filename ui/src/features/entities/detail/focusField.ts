const CONTROLS = 'input, select, textarea, button, [tabindex="0"]';

/** Brings a field of a form into view and puts the keyboard there. */
export function focusField(form: HTMLElement, name: string): void {
  const field = form.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
  if (!field) return;
  field.scrollIntoView({ block: 'nearest' });
  field.querySelector<HTMLElement>(CONTROLS)?.focus({ preventScroll: true });
}
