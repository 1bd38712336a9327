import { Switch } from '../../../components/Switch';
import { isEmpty, showValue } from '../../../format/values';
import type { FieldView, FieldWordsView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { NestedInput } from './nested/NestedInput';
import { editorOf } from './nested/shape';
import { ReferencePicker } from './ReferencePicker';
import { isNumber } from './faultOf';
import { Typed } from './Typed';

export interface FieldInputProps {
  id: string;
  connectionId: string;
  field: FieldView;
  value: unknown;
  /** How the box looks: `edited`, `err`, `ro`, or nothing. */
  state: string;
  editable: boolean;
  describedBy: string;
  /** Where no label names it. */
  label?: string;
  placeholder?: string | undefined;
  /** What the service said of it, also of places inside. */
  said?: FieldWordsView[];
  /** Typed text is handed over with every letter, and nothing while it cannot be the value. */
  isEager?: boolean;
  /** With the name of the record, when one was picked. */
  onChange(value: unknown, label?: string): void;
}

/** The input for a field's kind, or the editor of a nested value. */
export function FieldInput(props: FieldInputProps) {
  const { field, editable } = props;
  if (!editable) return <Shown {...props} />;
  if (editorOf(field) !== 'plain') return <NestedInput {...props} />;
  switch (field.kind) {
    case 'boolean':
      return <YesNo {...props} />;
    case 'enum':
      return field.choices.length > 0 ? <Choice {...props} /> : <Typed {...props} />;
    case 'reference':
      return <ReferencePicker {...props} />;
    default:
      return <Typed {...props} />;
  }
}

function Shown({ id, field, value, describedBy }: FieldInputProps) {
  return (
    <output
      id={id}
      aria-describedby={describedBy}
      className={`input ro${field.kind === 'longText' ? ' area' : ''}`}
    >
      <span className={`v${isNumber(field) ? ' num' : ''}`}>{showValue(field, value)}</span>
    </output>
  );
}

function YesNo({ id, field, value, describedBy, placeholder, onChange }: FieldInputProps) {
  // Left empty, it stands as the service would take it.
  const on = placeholder && isEmpty(value) ? field.default === true : value === true;
  return (
    <span className="row" style={{ height: 28 }}>
      <Switch id={id} checked={on} aria-describedby={describedBy} onChange={onChange} />
      {isEmpty(value)
        ? (placeholder ?? messages.common.empty)
        : on
          ? messages.common.yes
          : messages.common.no}
    </span>
  );
}

function Choice({ id, field, value, state, describedBy, placeholder, onChange }: FieldInputProps) {
  const known = field.choices.some((choice) => choice.value === value);
  return (
    <span className={`input ${state}`}>
      <select
        id={id}
        aria-describedby={describedBy}
        value={JSON.stringify(value ?? null)}
        onChange={(event) => onChange(JSON.parse(event.target.value))}
      >
        {(!field.required || isEmpty(value)) && (
          <option value="null">{placeholder ?? messages.common.empty}</option>
        )}
        {!known && !isEmpty(value) && (
          <option value={JSON.stringify(value)}>{String(value)}</option>
        )}
        {field.choices.map((choice) => (
          <option key={choice.label} value={JSON.stringify(choice.value)}>
            {choice.label}
          </option>
        ))}
      </select>
    </span>
  );
}
