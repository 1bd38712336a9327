import { Button } from '../../../components/Button';
import { isoDay } from '../../../format/dates';
import {
  monthDays,
  monthOf,
  monthsLater,
  parseMonth,
  parseYear,
  showMonth,
  today,
  yearDays,
  yearOf,
} from '../../../format/calendar';
import { PERIODS } from '../../../format/periods';
import { messages } from '../../../messages';
import { readDays, type Read } from './condition';
import { TypedValue } from './TypedValue';

const words = messages.filter;

interface SpanProps {
  values: unknown[];
  tried: boolean;
  onValues(values: unknown[]): void;
}

/** A stretch of days around today. */
export function PeriodValue({ values, onValues }: Omit<SpanProps, 'tried'>) {
  return (
    <div className="filter-periods" role="group" aria-label={words.period}>
      {PERIODS.map((period) => (
        <button
          key={period}
          type="button"
          className={values[0] === period ? 'on' : ''}
          aria-pressed={values[0] === period}
          data-autofocus={values[0] === period || undefined}
          onClick={() => onValues([period])}
        >
          {words.periodTitles[period]}
        </button>
      ))}
    </div>
  );
}

const readMonth = (typed: string): Read => {
  if (typed.trim() === '') return { value: null };
  const month = parseMonth(typed);
  return month ? { value: month } : { problem: words.noMonth(typed.trim(), showMonth('2026-10')) };
};

export function MonthValue({ values, tried, onValues }: SpanProps) {
  const month = monthOf(values);
  const turn = (n: number) => onValues(monthDays(monthsLater(month ?? today().slice(0, 7), n)));
  return (
    <div className="row row-4" style={{ alignItems: 'flex-start' }}>
      <TypedValue
        label={words.month}
        shown={month ? showMonth(month) : ''}
        hint={words.monthHint(showMonth('2026-10'))}
        first
        tried={tried}
        read={readMonth}
        onValue={(value) => onValues(typeof value === 'string' ? monthDays(value) : [])}
      />
      <Button square icon="cl" aria-label={messages.calendar.before} onClick={() => turn(-1)} />
      <Button square icon="cr" aria-label={messages.calendar.after} onClick={() => turn(1)} />
    </div>
  );
}

const readYear = (typed: string): Read => {
  if (typed.trim() === '') return { value: null };
  const year = parseYear(typed);
  return year ? { value: year } : { problem: words.noYear(typed.trim()) };
};

export function YearValue({ values, tried, onValues }: SpanProps) {
  return (
    <TypedValue
      label={words.year}
      shown={yearOf(values) ?? isoDay(String(values[0] ?? '')).slice(0, 4)}
      first
      tried={tried}
      read={readYear}
      onValue={(value) => onValues(typeof value === 'string' ? yearDays(value) : [])}
    />
  );
}

export function DaysValue({ values, tried, ahead, onValues }: SpanProps & { ahead: boolean }) {
  return (
    <div className="row" style={{ alignItems: 'flex-start' }}>
      <TypedValue
        label={words.days}
        shown={values[0] === undefined ? '' : String(values[0])}
        width={88}
        isNumber
        first
        tried={tried}
        read={readDays}
        onValue={(value) => onValues(typeof value === 'number' ? [value] : [])}
      />
      <span className="dim" style={{ paddingTop: 5 }}>
        {ahead ? words.daysAhead : words.daysBack}
      </span>
    </div>
  );
}
