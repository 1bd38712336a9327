import { describe, expect, it } from 'vitest';
import { plain } from '../../../format/phrase';
import type { ConditionView, FieldView, FilterOperatorView } from '../../../ipc/client';
import { field, reference, type as typeWith } from '../../../ipc/fake/catalogue';
import {
  daysLater,
  monthDays,
  monthOf,
  parseMonth,
  periodDays,
  showMonth,
  today,
  yearOf,
} from '../../../format/calendar';
import { filtersOfCell } from './cell';
import { begun, compared, isComplete, readDays, readValue } from './condition';
import { comparisonOf, comparisonsOf } from './families';
import { narrowed, others, placeAfter, put, size, without, type Filter } from './groups';
import { canAsk, questionOf } from './service';
import { oneOf, phraseOf } from './words';

const date = field('date', 'Date', 'date');
const moment = field('createdOn', 'Created on', 'instant');
const hours = field('hours', 'Hours', 'number');
const billable = field('billed', 'Billed', 'boolean');
const memo = field('memo', 'Memo', 'longText');
const text = field('name', 'Name', 'text');
const project = reference('project', 'Project', 'Project');
const status = field('status', 'Status', 'enum', {
  choices: ['Draft', 'Submitted', 'Approved', 'Billed'].map((label, value) => ({ value, label })),
});
const parts = field('lines', 'Line items', 'object', { array: true });
const quay = { id: 'pr-1', label: 'Quay House' };

const condition = (
  of: FieldView,
  operator: FilterOperatorView,
  ...values: unknown[]
): ConditionView => ({ field: of.name, operator, values });

describe('the comparisons of a field', () => {
  it.each<[FieldView, string[]]>([
    [text, ['contains', 'startsWith', 'is', 'isNot', 'anyOf', 'isEmpty']],
    [hours, ['greater', 'less', 'between', 'is', 'isNotEmpty']],
    [date, ['inPeriod', 'inMonth', 'inLastDays', 'between', 'less', 'greater', 'isEmpty']],
    [status, ['anyOf', 'noneOf', 'isEmpty']],
    [project, ['anyOf', 'noneOf', 'contains', 'isEmpty']],
    [billable, ['is', 'isEmpty', 'isNotEmpty']],
  ])('of $title', (of, some) => expect(comparisonsOf(of)).toEqual(expect.arrayContaining(some)));

  it('never ask an order of words, or words of a number', () => {
    expect(comparisonsOf(text)).not.toContain('greater');
    expect(comparisonsOf(hours)).not.toContain('contains');
    expect(comparisonsOf(memo)).not.toContain('anyOf');
  });

  it('of nested parts are none, of a list of records those of one', () => {
    expect(comparisonsOf(parts)).toEqual([]);
    expect(comparisonsOf({ ...project, array: true })).toContain('anyOf');
  });

  it('begin with one that is whole or asks for a value', () => {
    for (const of of [date, hours, text, status, project, billable, memo, moment]) {
      const [first] = comparisonsOf(of);
      const start = begun(of);
      expect(comparisonOf(of, start.operator, start.values)).toBe(first);
    }
    expect(isComplete(date, begun(date))).toBe(true);
    expect(isComplete(status, begun(status))).toBe(false);
  });
});

describe('a condition in words', () => {
  it.each<[FieldView, ConditionView, string]>([
    [date, condition(date, 'between', '2026-10-01', '2026-10-31'), 'Date in October 2026'],
    [date, condition(date, 'between', '2024-02-01', '2024-02-29'), 'Date in February 2024'],
    [date, condition(date, 'between', '2026-01-01', '2026-12-31'), 'Date in 2026'],
    [
      date,
      condition(date, 'between', '2026-10-01', '2026-10-30'),
      'Date from 1 Oct 2026 to 30 Oct 2026',
    ],
    [date, condition(date, 'is', '2026-10-31T00:00:00'), 'Date is 31 Oct 2026'],
    [date, condition(date, 'less', '2026-10-01'), 'Date before 1 Oct 2026'],
    [date, condition(date, 'atMost', '2026-10-01'), 'Date until 1 Oct 2026'],
    [date, condition(date, 'greater', '2026-10-01'), 'Date after 1 Oct 2026'],
    [date, condition(date, 'atLeast', '2026-10-01'), 'Date from 1 Oct 2026 on'],
    [date, condition(date, 'inLastDays', 30), 'Date in the last 30 days'],
    [date, condition(date, 'inLastDays', 1), 'Date is today'],
    [date, condition(date, 'inNextDays', 7), 'Date in the next 7 days'],
    [date, condition(date, 'inPeriod', 'lastMonth'), 'Date in last month'],
    [hours, condition(hours, 'greater', 4), 'Hours is more than 4'],
    [hours, condition(hours, 'between', 2, 4.5), 'Hours is from 2 to 4.5'],
    [status, condition(status, 'anyOf', 1, 0), 'Status is Submitted or Draft'],
    [status, condition(status, 'noneOf', 3), 'Status is not Billed'],
    [status, condition(status, 'is', 9), 'Status is 9'],
    [project, condition(project, 'anyOf', quay), 'Project is Quay House'],
    [project, condition(project, 'contains', 'quay'), 'Project contains quay'],
    [billable, condition(billable, 'is', false), 'Billed is no'],
    [memo, condition(memo, 'isEmpty'), 'Memo is empty'],
    [memo, condition(memo, 'doesNotContain', 'x'), 'Memo does not contain x'],
    [text, condition(text, 'startsWith', 'A'), 'Name starts with A'],
  ])('%#: $2', (of, one, said) => expect(plain(phraseOf(of, one))).toBe(said));

  it('makes the value stand out, not the field', () =>
    expect(phraseOf(hours, condition(hours, 'greater', 4)).filter((part) => part.strong)).toEqual([
      { text: '4', strong: true },
    ]));

  it('of many values names two', () => expect(oneOf(['A', 'B', 'C', 'D'])).toBe('A, B or 2 more'));

  it('of two days that are a month is edited as a month', () => {
    expect(comparisonOf(date, 'between', ['2026-10-01', '2026-10-31'])).toBe('inMonth');
    expect(comparisonOf(date, 'between', ['2026-10-02', '2026-10-31'])).toBe('between');
    expect(comparisonOf(hours, 'between', ['2026-10-01', '2026-10-31'])).toBe('between');
  });
});

describe('days', () => {
  it('of a month and a year', () => {
    expect(monthDays('2026-02')).toEqual(['2026-02-01', '2026-02-28']);
    expect(monthOf(['2026-12-01', '2026-12-31'])).toBe('2026-12');
    expect(yearOf(['2026-01-01', '2026-12-30'])).toBeUndefined();
    expect(showMonth('2026-10')).toBe('October 2026');
    expect(daysLater('2026-12-31', 1)).toBe('2027-01-01');
    expect(today(new Date(2026, 9, 31, 23, 59))).toBe('2026-10-31');
  });

  it.each([
    ['October 2026', '2026-10'],
    ['oct', '2026-10'],
    ['dec', '2025-12'],
    ['Feb 2024', '2024-02'],
    ['10/2026', '2026-10'],
    ['2026-3', '2026-03'],
    ['13/2026', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('typed month %s', (typed, month) => expect(parseMonth(typed, '2026-11-21')).toBe(month));

  // A Saturday.
  it.each([
    ['today', '2026-11-21', '2026-11-21'],
    ['yesterday', '2026-11-20', '2026-11-20'],
    ['thisWeek', '2026-11-16', '2026-11-22'],
    ['lastWeek', '2026-11-09', '2026-11-15'],
    ['thisMonth', '2026-11-01', '2026-11-30'],
    ['lastMonth', '2026-10-01', '2026-10-31'],
    ['thisYear', '2026-01-01', '2026-12-31'],
    ['lastYear', '2025-01-01', '2025-12-31'],
  ] as const)('%s', (period, from, to) =>
    expect(periodDays(period, '2026-11-21')).toEqual([from, to]),
  );
});

describe('what was typed', () => {
  it('is read as the field holds it', () => {
    expect(readValue(hours, '1,250.50')).toEqual({ value: 1250.5 });
    expect(readValue(hours, '.5')).toEqual({ value: 0.5 });
    expect(readValue(hours, '12345678901234567890.12')).toEqual({
      value: '12345678901234567890.12',
    });
    expect(readValue(date, '30 Oct 2026')).toEqual({ value: '2026-10-30' });
    expect(readValue(date, 'soon')).toHaveProperty('problem');
    expect(readValue(hours, 'four')).toHaveProperty('problem');
    expect(readDays('30')).toEqual({ value: 30 });
    expect(readDays('0')).toHaveProperty('problem');
  });

  it('is whole when each value is there and they stand in order', () => {
    expect(isComplete(hours, condition(hours, 'between', 2, 4))).toBe(true);
    expect(isComplete(hours, condition(hours, 'between', 10, 4))).toBe(false);
    expect(isComplete(date, condition(date, 'between', '2026-10-02', '2026-10-01'))).toBe(false);
    expect(isComplete(hours, condition(hours, 'greater'))).toBe(false);
    expect(isComplete(memo, condition(memo, 'isEmpty'))).toBe(true);
    expect(isComplete(billable, condition(billable, 'is', false))).toBe(true);
    expect(isComplete(status, condition(status, 'anyOf'))).toBe(false);
  });

  it('stays when the new comparison takes it too', () => {
    const less = compared(hours, condition(hours, 'greater', 4), 'less');
    expect(less).toEqual(condition(hours, 'less', 4));
    expect(compared(hours, less, 'isEmpty').values).toEqual([]);
    expect(compared(status, condition(status, 'anyOf', 1, 2), 'noneOf').values).toEqual([1, 2]);
    const month = compared(date, condition(date, 'inLastDays', 30), 'inMonth');
    expect(comparisonOf(date, month.operator, month.values)).toBe('inMonth');
    expect(compared(date, month, 'between').values).toEqual(month.values);
  });
});

describe('groups', () => {
  const a = condition(hours, 'greater', 1);
  const b = condition(hours, 'less', 9);
  const c = condition(memo, 'isEmpty');
  const filter: Filter = [[a, b], [c]];

  it('take a condition at the end, and past the last group as another one', () => {
    expect(put([], placeAfter([], 0), a)).toEqual([[a]]);
    expect(put([[a]], placeAfter([[a]], 0), b)).toEqual([[a, b]]);
    expect(put([[a]], placeAfter([[a]], 1), c)).toEqual([[a], [c]]);
  });

  it('replace a condition where it stands, and lose one with its empty group', () => {
    expect(put(filter, { group: 0, at: 1 }, c)).toEqual([[a, c], [c]]);
    expect(without(filter, { group: 1, at: 0 })).toEqual([[a, b]]);
    expect(without(filter, { group: 0, at: 0 })).toEqual([[b], [c]]);
    expect(size(filter)).toBe(3);
  });

  it('tell what else holds for the rows of a condition', () => {
    expect(others(filter, { group: 0, at: 0 })).toEqual([[b]]);
    expect(others(filter, { group: 1, at: 0 })).toEqual([]);
    expect(others(filter, placeAfter(filter, 1))).toEqual([[c]]);
  });

  it('are all narrowed by a cell', () => {
    expect(narrowed(filter, c)).toEqual([[a, b, c], [c]]);
    expect(narrowed([], c)).toEqual([[c]]);
  });
});

describe('what the service can be asked', () => {
  const type = typeWith(
    'T',
    'Ts',
    'T',
    'Work',
    false,
    null,
    [date, hours, moment, status, project, memo],
    [],
  );
  const ask = (...filter: ConditionView[][]) => questionOf(type, filter, '2026-11-21');

  it('is put in its comparisons', () => {
    expect(ask([condition(date, 'inPeriod', 'lastMonth'), condition(hours, 'greater', 4)])).toEqual(
      [
        [
          { field: 'date', operator: 'greaterOrEqual', value: '2026-10-01' },
          { field: 'date', operator: 'lessOrEqual', value: '2026-10-31' },
          { field: 'hours', operator: 'greater', value: '4' },
        ],
      ],
    );
    expect(ask([condition(project, 'anyOf', quay)])).toEqual([
      [{ field: 'project', operator: 'equal', value: 'pr-1' }],
    ]);
  });

  it('asks for one of several as so many groups', () =>
    expect(ask([condition(status, 'anyOf', 0, 1), condition(hours, 'less', 4)])).toEqual(
      [0, 1].map((value) => [
        { field: 'status', operator: 'equal', value },
        { field: 'hours', operator: 'less', value: '4' },
      ]),
    ));

  it('asks for the day of an instant with a day to spare, since clocks differ', () =>
    expect(ask([condition(moment, 'is', '2026-10-31')])).toEqual([
      [
        { field: 'createdOn', operator: 'greaterOrEqual', value: '2026-10-30' },
        { field: 'createdOn', operator: 'less', value: '2026-11-02' },
      ],
    ]));

  it('is nothing where one condition is beyond it', () => {
    expect(
      ask([condition(project, 'contains', 'quay'), condition(hours, 'less', 4)]),
    ).toBeUndefined();
    expect(ask([condition(status, 'noneOf', 1)])).toBeUndefined();
    expect(ask([condition(memo, 'isEmpty')])).toBeUndefined();
    expect(canAsk(status, condition(status, 'anyOf', 1))).toBe(true);
    expect(canAsk(memo, condition(memo, 'isEmpty'))).toBe(false);
  });

  it('is not a question of a thousand parts', () => {
    const many = Array.from({ length: 9 }, (_, n) => n);
    expect(
      ask([condition(status, 'anyOf', ...many), condition(hours, 'anyOf', ...many)]),
    ).toBeUndefined();
  });
});

describe('filters of a cell', () => {
  const labels = (of: FieldView, cell: unknown) => filtersOfCell(of, cell).map((one) => one.label);

  it.each<[FieldView, unknown, string[]]>([
    [project, quay, ['Show only Project is Quay House', 'Leave out Quay House']],
    [status, 0, ['Show only Status is Draft', 'Leave out Draft']],
    [
      hours,
      4,
      [
        'Show only Hours is 4',
        'Leave out 4',
        'Show only Hours of 4 or more',
        'Show only Hours of 4 or less',
      ],
    ],
    [
      date,
      '2026-10-31T00:00:00',
      [
        'Show only Date is 31 Oct 2026',
        'Leave out 31 Oct 2026',
        'Show only Date from 31 Oct 2026 on',
        'Show only Date until 31 Oct 2026',
      ],
    ],
    [billable, false, ['Show only Billed is no']],
    [memo, null, ['Show only Memo is empty', 'Leave out rows without memo']],
    [parts, '3 entries', []],
    [{ ...project, array: true }, 'Quay House, Office', ['Show only Project is not empty']],
  ])('of $title: %s', (of, cell, expected) => expect(labels(of, cell)).toEqual(expected));

  it('compare a moment by its day here', () => {
    const [only] = filtersOfCell(moment, '2026-10-30T12:00:00Z');
    expect(only?.condition.values).toEqual([today(new Date('2026-10-30T12:00:00Z'))]);
  });
});
