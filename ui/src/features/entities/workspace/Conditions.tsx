import { Button } from '../../../components/Button';
import type { ConnectionView, EntityTypeView, FieldView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { FieldInput } from '../detail/FieldInput';
import { isDay, operatorsOf, operatorWords, type ConditionRow } from './asking';

const words = messages.ask;

export function emptyRow(type: EntityTypeView): ConditionRow {
  const able = type.fields.filter((field) => field.filterable);
  const field = able.find((one) => type.listColumns.includes(one.name)) ?? able[0];
  return { joint: 'and', field: field?.name ?? '', operator: 'equal', value: null };
}

interface ConditionsProps {
  connection: ConnectionView;
  type: EntityTypeView;
  rows: ConditionRow[];
  onRows(rows: ConditionRow[]): void;
}

/** One line for each condition: field, comparison, value. */
export function Conditions({ connection, type, rows, onRows }: ConditionsProps) {
  const change = (at: number, part: Partial<ConditionRow>) =>
    onRows(rows.map((row, place) => (place === at ? { ...row, ...part } : row)));
  return (
    <div className="col" style={{ gap: 8 }}>
      {rows.map((row, at) => (
        <Condition
          key={at}
          connection={connection}
          type={type}
          row={row}
          at={at}
          onChange={(part) => change(at, part)}
          onRemove={
            rows.length > 1 ? () => onRows(rows.filter((_, place) => place !== at)) : undefined
          }
        />
      ))}
      <div>
        <Button
          look="ghost"
          size="xsm"
          icon="plus"
          onClick={() => onRows([...rows, emptyRow(type)])}
        >
          {words.add}
        </Button>
      </div>
    </div>
  );
}

interface ConditionProps {
  connection: ConnectionView;
  type: EntityTypeView;
  row: ConditionRow;
  at: number;
  onChange(part: Partial<ConditionRow>): void;
  onRemove: (() => void) | undefined;
}

function Condition({ connection, type, row, at, onChange, onRemove }: ConditionProps) {
  const able = type.fields.filter((field) => field.filterable);
  const unable = type.fields.filter((field) => !field.filterable);
  const field = type.fields.find((one) => one.name === row.field);
  const operators = field ? operatorsOf(field) : [];
  return (
    <div className="row" role="group" aria-label={`${words.field} ${at + 1}`}>
      {at > 0 && (
        <Chooser
          label={words.joint}
          width={64}
          value={row.joint}
          onChange={(joint) => onChange({ joint: joint === 'or' ? 'or' : 'and' })}
        >
          <option value="and">{words.and}</option>
          <option value="or">{words.or}</option>
        </Chooser>
      )}
      <Chooser
        label={words.field}
        width={150}
        value={row.field}
        onChange={(name) => onChange({ field: name, operator: 'equal', value: null })}
      >
        {able.map((one) => (
          <option key={one.name} value={one.name}>
            {one.title}
          </option>
        ))}
        <optgroup label={words.cannot(connection.serviceTitle)}>
          {unable.map((one) => (
            <option
              key={one.name}
              value={one.name}
              disabled
              title={words.cannotOne(connection.serviceTitle)}
            >
              {one.title}
            </option>
          ))}
        </optgroup>
      </Chooser>
      <Chooser
        label={words.operator}
        width={104}
        value={row.operator}
        onChange={(name) => {
          const operator = operators.find((one) => one === name);
          if (operator) onChange({ operator });
        }}
      >
        {field &&
          operators.map((one) => (
            <option key={one} value={one}>
              {operatorWords(field, one)}
            </option>
          ))}
      </Chooser>
      <span className="grow" style={{ minWidth: 0 }}>
        {field && row.operator !== 'isNull' && (
          <Value connection={connection} field={field} row={row} at={at} onChange={onChange} />
        )}
      </span>
      {onRemove && (
        <Button
          look="ghost"
          size="xsm"
          square
          icon="x"
          aria-label={words.remove(at + 1)}
          onClick={onRemove}
        />
      )}
    </div>
  );
}

const { yes, no } = messages.common;
const YES_OR_NO = [
  { value: true, label: yes },
  { value: false, label: no },
];

/** A moment is asked for by its day; neither yes nor no is chosen before a person does. */
function askedAs(field: FieldView): FieldView {
  const asked = { ...field, required: true };
  if (isDay(field)) return { ...asked, kind: 'date' };
  return field.kind === 'boolean' ? { ...asked, kind: 'enum', choices: YES_OR_NO } : asked;
}

function Value({
  connection,
  field,
  row,
  at,
  onChange,
}: Omit<ConditionProps, 'type' | 'onRemove'> & { field: FieldView }) {
  const id = `condition-${at}`;
  return (
    <>
      <label className="sr" htmlFor={id}>
        {words.value}
      </label>
      <FieldInput
        key={field.name}
        id={id}
        connectionId={connection.id}
        field={askedAs(field)}
        value={row.value}
        state=""
        editable
        describedBy=""
        onChange={(value, label) =>
          onChange({ value: label === undefined ? value : { id: value, label } })
        }
      />
    </>
  );
}

function Chooser({
  label,
  width,
  value,
  onChange,
  children,
}: {
  label: string;
  width: number;
  value: string;
  onChange(value: string): void;
  children: React.ReactNode;
}) {
  return (
    <span className="input" style={{ flex: `0 0 ${width}px` }}>
      <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </span>
  );
}
