import { isEmpty, parseValue } from '../../../format/values';
import type { FieldView } from '../../../ipc/client';
import { messages } from '../../../messages';

const words = messages.fields;

export const isNumber = (field: FieldView): boolean =>
  ['integer', 'number', 'money'].includes(field.kind);

/** Why a typed text cannot be the value of a field, as far as it can be known here. `held`: what stood there. */
export function faultOf(field: FieldView, text: string, held: unknown): string | undefined {
  const parsed = parseValue(field, text, held);
  if ('problem' in parsed) return parsed.problem;
  if (isEmpty(parsed.value)) return field.required ? words.needed(field.title) : undefined;
  if (!isNumber(field)) return undefined;
  const { minimum, maximum } = field;
  const number = Number(parsed.value);
  if (minimum !== null && number < Number(minimum)) return words.tooLittle(minimum);
  if (maximum !== null && number > Number(maximum)) return words.tooMuch(maximum);
  return undefined;
}
