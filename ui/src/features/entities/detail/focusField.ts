/** Where something is entered comes before what only acts, such as taking an entry away. */
const CONTROLS = ['input, select, textarea', 'button', '[tabindex="0"]'];

/** Brings a field of a form into view and puts the keyboard there. */
export function focusField(form: HTMLElement, name: string): void {
  const fields = [...form.querySelectorAll<HTMLElement>('[data-field]')];
  const field = fields.find((one) => one.dataset['field'] === name);
  if (!field) return;
  field.scrollIntoView({ block: 'nearest' });
  const found = CONTROLS.map((control) => field.querySelector<HTMLElement>(control));
  found.find((one) => one !== null)?.focus({ preventScroll: true });
}
