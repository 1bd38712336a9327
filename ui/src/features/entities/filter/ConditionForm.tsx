import { useState, type KeyboardEvent } from 'react';
import { Button } from '../../../components/Button';
import { SelectBox } from '../../../components/SelectBox';
import type { ConditionView, FieldView, MirrorView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { compared, isComplete } from './condition';
import { ConditionValue } from './ConditionValue';
import { useRowCounts, type Ground } from './counts';
import { comparisonOf, comparisonsOf, takes } from './families';
import { others, put, type Filter, type Place } from './groups';
import { canAsk } from './service';
import { comparisonWords } from './words';

const words = messages.filter;

interface ConditionFormProps {
  ground: Ground;
  serviceTitle: string;
  field: FieldView;
  condition: ConditionView;
  filter: Filter;
  place: Place;
  onChange(condition: ConditionView): void;
  onRemove(): void;
  onApply(): void;
  /** Applies it and keeps the list as a view. */
  onSaveView: (() => void) | undefined;
}

/** One condition: how its field is compared, with what, and what would be shown. */
export function ConditionForm(props: ConditionFormProps) {
  const { ground, field, condition, filter, place, onChange, onRemove, onApply } = props;
  const [tried, setTried] = useState(false);
  // Kept while values are typed: half a month is none.
  const [comparison, setComparison] = useState(() =>
    comparisonOf(field, condition.operator, condition.values),
  );
  const isWhole = isComplete(field, condition);
  const [rows] = useRowCounts(ground, isWhole ? [put(filter, place, condition)] : []) ?? [];
  const offered = comparisonsOf(field);
  const shown = offered.includes(comparison) ? offered : [comparison, ...offered];
  const apply = (then: () => void) => (isWhole ? then() : setTried(true));
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Enter' || event.defaultPrevented) return;
    if ((event.target as HTMLElement).tagName === 'BUTTON') return;
    event.preventDefault();
    apply(onApply);
  };
  return (
    <div className="filter-form" onKeyDown={onKeyDown}>
      <div className="row">
        <b className="grow">{field.title}</b>
        <Button look="ghost" size="xsm" onClick={onRemove}>
          {words.remove}
        </Button>
      </div>
      <div className={`filter-body takes-${takes(comparison)}`}>
        <SelectBox
          label={words.comparison}
          value={comparison}
          options={shown.map((one) => ({ value: one, title: comparisonWords(field, one) }))}
          isFirst={takes(comparison) === 'nothing'}
          onChange={(one) => {
            setComparison(one);
            onChange(compared(field, condition, one, comparison));
          }}
        />
        <ConditionValue
          key={comparison}
          ground={ground}
          field={field}
          comparison={comparison}
          values={condition.values}
          others={others(filter, place)}
          tried={tried}
          onValues={(values) => onChange({ ...condition, values })}
        />
      </div>
      <div className="filter-foot">
        <span className="sm dim grow" role="status">
          {isWhole || !tried ? (
            <Where {...props} isWhole={isWhole} />
          ) : (
            <span className="errt">{words.needs}</span>
          )}
        </span>
        {props.onSaveView && (
          <Button onClick={() => props.onSaveView && apply(props.onSaveView)}>
            {words.saveAsView}
          </Button>
        )}
        <Button look="pri" onClick={() => apply(onApply)}>
          {rows === undefined ? words.showUncounted : words.show(rows)}
        </Button>
      </div>
    </div>
  );
}

/** Where the condition is looked at, and over how much. */
function Where({
  ground: { mirror },
  serviceTitle,
  field,
  condition,
  isWhole,
}: ConditionFormProps & { isWhole: boolean }) {
  const isAll = !mirror || mirror.state === 'complete';
  const isOnlyHere = !isAll && isWhole && !canAsk(field, condition);
  return messages.common.sentences(
    overWhat(mirror),
    isOnlyHere ? words.onlyHere(serviceTitle) : undefined,
  );
}

function overWhat(mirror: MirrorView | undefined): string {
  if (!mirror) return '';
  const { rows, expectedRows, state } = mirror;
  if (state === 'complete') return words.all(rows);
  return expectedRows && expectedRows > rows ? words.some(rows, expectedRows) : words.part(rows);
}
