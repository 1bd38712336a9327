import type { FieldView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { isReference } from '../../../format/values';
import type { Ground } from './counts';
import { isTurned, readValue } from './condition';
import { DayValue } from './DayValue';
import { familyOf, takes, type Comparison } from './families';
import type { Filter } from './groups';
import { DaysValue, MonthValue, PeriodValue, YearValue } from './SpanValue';
import { TypedValue } from './TypedValue';
import { ValuesList } from './ValuesList';
import { nameOf } from './words';

const words = messages.filter;

interface ConditionValueProps {
  ground: Ground;
  field: FieldView;
  comparison: Comparison;
  values: unknown[];
  others: Filter;
  /** Enter was pressed before it was whole. */
  tried: boolean;
  onValues(values: unknown[]): void;
}

/** What stands after the comparison, by the kind of the field. */
export function ConditionValue(props: ConditionValueProps) {
  const { ground, field, comparison, values, others, tried, onValues } = props;
  const family = familyOf(field);
  switch (takes(comparison)) {
    case 'nothing':
      return null;
    case 'several':
      return (
        <ValuesList
          ground={ground}
          field={field}
          values={values}
          others={others}
          onValues={onValues}
        />
      );
    case 'period':
      return <PeriodValue values={values} onValues={onValues} />;
    case 'month':
      return <MonthValue values={values} tried={tried} onValues={onValues} />;
    case 'year':
      return <YearValue values={values} tried={tried} onValues={onValues} />;
    case 'days':
      return (
        <DaysValue
          values={values}
          tried={tried}
          ahead={comparison === 'inNextDays'}
          onValues={onValues}
        />
      );
    case 'two':
      return <TwoValues {...props} />;
    case 'one':
      if (family === 'yesNo') return <YesNo field={field} values={values} onValues={onValues} />;
      if (family === 'day')
        return (
          <DayValue
            field={field}
            label={words.day}
            value={values[0]}
            first
            tried={tried}
            onValue={(value) => onValues(given(value))}
          />
        );
      return (
        <TypedValue
          label={words.value}
          shown={shownOf(field, values[0])}
          placeholder={family === 'number' ? undefined : words.text}
          isNumber={family === 'number'}
          first
          tried={tried}
          read={(typed) => readValue(field, typed)}
          onValue={(value) => onValues(given(value))}
        />
      );
  }
}

const given = (value: unknown): unknown[] => (value === null || value === undefined ? [] : [value]);

const shownOf = (field: FieldView, value: unknown): string =>
  value === undefined || value === null
    ? ''
    : isReference(value) || familyOf(field) === 'number'
      ? nameOf(field, value)
      : String(value);

function TwoValues({ field, values, tried, onValues }: ConditionValueProps) {
  const [first, second] = values;
  const onDay = familyOf(field) === 'day';
  const set = (one: unknown, other: unknown) => onValues([one ?? null, other ?? null]);
  const input = (label: string, value: unknown, isFirst: boolean, tell: (v: unknown) => void) =>
    onDay ? (
      <DayValue
        field={field}
        label={label}
        value={value}
        first={isFirst}
        tried={tried}
        onValue={tell}
      />
    ) : (
      <TypedValue
        label={label}
        placeholder={label}
        shown={shownOf(field, value)}
        isNumber
        first={isFirst}
        tried={tried}
        read={(typed) => readValue(field, typed)}
        onValue={tell}
      />
    );
  return (
    <div className={onDay ? 'col g6' : 'row'}>
      {input(onDay ? words.firstDay : words.least, first, true, (one) => set(one, second))}
      {input(onDay ? words.lastDay : words.most, second, false, (other) => set(first, other))}
      {isTurned(field, values) && <span className="errt">{words.turned}</span>}
    </div>
  );
}

function YesNo({
  field,
  values,
  onValues,
}: {
  field: FieldView;
  values: unknown[];
  onValues(values: unknown[]): void;
}) {
  return (
    <div className="filter-periods" role="radiogroup" aria-label={field.title}>
      {[true, false].map((value) => (
        <label key={String(value)} className={values[0] === value ? 'on' : ''}>
          <input
            type="radio"
            className="rb"
            name="filter-yes-no"
            data-autofocus={(values[0] ?? true) === value || undefined}
            checked={values[0] === value}
            onChange={() => onValues([value])}
          />
          {value ? messages.common.yes : messages.common.no}
        </label>
      ))}
    </div>
  );
}
