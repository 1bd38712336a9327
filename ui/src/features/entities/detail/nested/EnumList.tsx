import { messages } from '../../../../messages';
import type { FieldInputProps } from '../FieldInput';
import { Said } from './Said';

/** Any of a few codes. Codes that are not known here stay, and can be unticked. */
export function EnumList({ field, value, describedBy, said = [], onChange }: FieldInputProps) {
  const held = Array.isArray(value) ? (value as unknown[]) : [];
  const unknown = held.filter((one) => !field.choices.some((choice) => choice.value === one));
  const options = [
    ...field.choices,
    ...unknown.map((one) => ({ value: one, label: messages.fields.unknownChoice(String(one)) })),
  ];
  const turn = (code: unknown, on: boolean) =>
    onChange(on ? [...held, code] : held.filter((one) => one !== code));
  return (
    <div className="nest-checks" aria-describedby={describedBy}>
      {options.map((option) => (
        <label key={JSON.stringify(option.value)} className="row row-6">
          <input
            type="checkbox"
            className="tick"
            checked={held.includes(option.value)}
            onChange={(event) => turn(option.value, event.target.checked)}
          />
          <span>{option.label}</span>
        </label>
      ))}
      <Said said={said.filter((one) => one.place !== '')} />
    </div>
  );
}
