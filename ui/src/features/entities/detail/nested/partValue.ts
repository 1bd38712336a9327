import type { FieldView } from '../../../../ipc/client';

const NUMBERS: FieldView['kind'][] = ['integer', 'number', 'money'];

/** What an input gave for a part, in the form in which `held` stood there: a number stays one, and a written one stays written. */
export function partValue(field: FieldView, given: unknown, held: unknown): unknown {
  if (!NUMBERS.includes(field.kind) || typeof given !== 'string') return given;
  const isWritten =
    typeof held === 'string' || (typeof held !== 'number' && field.kind === 'money');
  const number = Number(given);
  const isNumber = given.trim() !== '' && Number.isFinite(number);
  return isWritten || !isNumber || given.replace(/\D/g, '').length > 15 ? given : number;
}

/** A part that was never there and stays empty is not put there. */
export function withPart(
  members: Record<string, unknown>,
  name: string,
  value: unknown,
): Record<string, unknown> {
  return value === null && !Object.hasOwn(members, name) ? members : { ...members, [name]: value };
}
