import { isEmpty, isTypeable, showValue } from '../../../format/values';
import type { FieldView, ServiceRuleView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { isNested } from './nested/shape';

const words = messages.fields;

/** What a new record gets if the field is left empty. */
export const placeholderOf = (field: FieldView, isNew: boolean): string | undefined => {
  if (!isNew || isNested(field)) return undefined;
  const shown = showValue(field, field.default);
  return shown === '' ? undefined : words.ifEmpty(shown);
};

interface HintProps {
  field: FieldView;
  value: unknown;
  rules?: ServiceRuleView[];
}

/** What is taken in the field: its bounds, how much text, and what the service insists on. */
export function Hint({ field, value, rules = [] }: HintProps) {
  const lines = [boundsOf(field), lengthOf(field, value)].filter((line) => line !== undefined);
  if (!isTypeable(field) || lines.length + rules.length === 0) return null;
  return (
    <span className="hint">
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
      {rules.map((rule) => (
        <span key={rule.text}>{rule.text}</span>
      ))}
    </span>
  );
}

const COUNTED: readonly FieldView['kind'][] = ['integer', 'number', 'money'];

/** Ids have bounds too, and nobody types them. */
function boundsOf({ kind, minimum, maximum }: FieldView): string | undefined {
  if (!COUNTED.includes(kind)) return undefined;
  if (minimum !== null && maximum !== null) return words.between(minimum, maximum);
  if (minimum !== null) return words.atLeast(minimum);
  return maximum === null ? undefined : words.atMost(maximum);
}

/** Told once it comes near. */
function lengthOf({ maxLength }: FieldView, value: unknown): string | undefined {
  if (!maxLength || typeof value !== 'string' || isEmpty(value)) return undefined;
  const length = [...value].length;
  return length * 5 >= maxLength * 4 ? words.characters(length, maxLength) : undefined;
}
