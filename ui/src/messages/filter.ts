import { inSentence } from '../format/inSentence';
import { count, countOf } from '../format/numbers';
import { phrase, plain, strong, type Phrase } from '../format/phrase';
import type { Period } from '../format/periods';

type Title = string;

const periods: Record<Period, (title: Title) => Phrase> = {
  today: (title) => phrase`${title} is ${strong('today')}`,
  yesterday: (title) => phrase`${title} is ${strong('yesterday')}`,
  thisWeek: (title) => phrase`${title} in ${strong('this week')}`,
  lastWeek: (title) => phrase`${title} in ${strong('last week')}`,
  thisMonth: (title) => phrase`${title} in ${strong('this month')}`,
  lastMonth: (title) => phrase`${title} in ${strong('last month')}`,
  thisYear: (title) => phrase`${title} in ${strong('this year')}`,
  lastYear: (title) => phrase`${title} in ${strong('last year')}`,
};

export const filter = {
  label: 'Filters',
  add: 'Add filter',
  addTo: (group: number) => `Add filter to group ${count(group)}`,
  cleared: 'All filters cleared.',
  or: 'Or…',
  orNote: 'Rows that fit another set of filters are shown too',
  joinedAnd: 'and',
  joinedOr: 'or',
  clearAll: 'Clear all filters',
  remove: 'Remove',
  removeThis: (words: string) => `Remove the filter ${words}`,
  removed: (words: string) => `Filter removed: ${words}.`,
  findField: 'Find a field',
  noField: 'No field has this in its name.',
  shownColumns: 'Columns of the list',
  otherFields: 'Other fields',
  more: (n: number) => `${count(n)} more`,
  yes: 'yes',
  no: 'no',
  conditions: {
    is: (title: Title, value: string) => phrase`${title} is ${strong(value)}`,
    isNot: (title: Title, value: string) => phrase`${title} is not ${strong(value)}`,
    contains: (title: Title, text: string) => phrase`${title} contains ${strong(text)}`,
    doesNotContain: (title: Title, text: string) =>
      phrase`${title} does not contain ${strong(text)}`,
    startsWith: (title: Title, text: string) => phrase`${title} starts with ${strong(text)}`,
    less: (title: Title, value: string) => phrase`${title} is less than ${strong(value)}`,
    atMost: (title: Title, value: string) => phrase`${title} is at most ${strong(value)}`,
    greater: (title: Title, value: string) => phrase`${title} is more than ${strong(value)}`,
    atLeast: (title: Title, value: string) => phrase`${title} is at least ${strong(value)}`,
    between: (title: Title, least: string, most: string) =>
      phrase`${title} is from ${strong(least)} to ${strong(most)}`,
    before: (title: Title, day: string) => phrase`${title} before ${strong(day)}`,
    until: (title: Title, day: string) => phrase`${title} until ${strong(day)}`,
    after: (title: Title, day: string) => phrase`${title} after ${strong(day)}`,
    from: (title: Title, day: string) => phrase`${title} from ${strong(day)} on`,
    fromTo: (title: Title, from: string, to: string) =>
      phrase`${title} from ${strong(from)} to ${strong(to)}`,
    in: (title: Title, span: string) => phrase`${title} in ${strong(span)}`,
    inLastDays: (title: Title, n: number) =>
      n === 1
        ? phrase`${title} is ${strong('today')}`
        : phrase`${title} in the last ${strong(`${count(n)} days`)}`,
    inNextDays: (title: Title, n: number) =>
      n === 1
        ? phrase`${title} is ${strong('today')}`
        : phrase`${title} in the next ${strong(`${count(n)} days`)}`,
    periods,
    isEmpty: (title: Title) => phrase`${title} is ${strong('empty')}`,
    isNotEmpty: (title: Title) => phrase`${title} is ${strong('not empty')}`,
  },
  /** A condition that is being made. */
  unfinished: (title: string) => phrase`${title} …`,
  unknown: (name: string) => phrase`${strong(name)} is not a field here any more`,
  unknownText:
    'The entity has no such field any more, so the filter finds nothing. Remove it to go on.',
  periodTitles: {
    today: 'Today',
    yesterday: 'Yesterday',
    thisWeek: 'This week',
    lastWeek: 'Last week',
    thisMonth: 'This month',
    lastMonth: 'Last month',
    thisYear: 'This year',
    lastYear: 'Last year',
  } satisfies Record<Period, string>,
  comparisons: {
    is: 'is',
    isNot: 'is not',
    anyOf: 'is any of',
    noneOf: 'is none of',
    contains: 'contains',
    doesNotContain: 'does not contain',
    startsWith: 'starts with',
    less: 'is less than',
    atMost: 'is at most',
    greater: 'is more than',
    atLeast: 'is at least',
    between: 'is between',
    inLastDays: 'is in the last days',
    inNextDays: 'is in the next days',
    inPeriod: 'is in',
    inMonth: 'is in the month',
    inYear: 'is in the year',
    isEmpty: 'is empty',
    isNotEmpty: 'is not empty',
  },
  dayComparisons: {
    is: 'is the day',
    isNot: 'is not the day',
    less: 'is before',
    atMost: 'is until',
    greater: 'is after',
    atLeast: 'is from … on',
    inLastDays: 'is in the last … days',
    inNextDays: 'is in the next … days',
  },
  comparison: 'Comparison',
  value: 'Value',
  least: 'From',
  most: 'To',
  firstDay: 'First day',
  lastDay: 'Last day',
  day: 'Day',
  dayHint: (example: string) => `Such as ${example}`,
  needs: 'Choose or type a value first.',
  text: 'Text',
  month: 'Month',
  monthHint: (example: string) => `Such as ${example}`,
  year: 'Year',
  days: 'Days',
  daysBack: 'days up to and with today',
  daysAhead: 'days from today on',
  period: 'Period',
  pickDay: (label: string) => `${label}: choose in the calendar`,
  noMonth: (text: string, example: string) => `“${text}” is not a month. Try ${example}.`,
  noYear: (text: string) => `“${text}” is not a year. Try 2026.`,
  noDays: (most: number) => `A whole number from 1 to ${count(most)}.`,
  turned: 'The second value is before the first one.',
  findValue: 'Find a value',
  valueRows: (value: string, rows: number) => `${value}, ${countOf(rows, 'row')}`,
  noValue: 'No value has this in it.',
  valuesOf: (title: Title) => `Values of ${inSentence(title)}`,
  moreValues: 'These are the most frequent ones. Type to find others.',
  cannotCount: (title: string) => `How often each ${title} occurs could not be counted.`,
  wholeShort: 'Several parts at once: cannot be filtered by',
  all: (rows: number) => `Filtered on this computer: all ${countOf(rows, 'row')} are here.`,
  some: (rows: number, of: number) =>
    `Filtered on this computer: ${count(rows)} of ${countOf(of, 'row')} are here.`,
  part: (rows: number) =>
    `Filtered on this computer, over the ${countOf(rows, 'row')} that are here so far.`,
  onlyHere: (service: string) =>
    `${service} cannot be asked for this: it works over the copy on this computer.`,
  show: (rows: number) => `Show ${count(rows)}`,
  showUncounted: 'Show',
  saveAsView: 'Save as view',
  cell: {
    only: (words: string) => `Show only ${words}`,
    leaveOut: (value: string) => `Leave out ${value}`,
    leaveOutEmpty: (title: Title) => `Leave out rows without ${inSentence(title)}`,
    orMore: (title: Title, value: string) => `Show only ${title} of ${value} or more`,
    orLess: (title: Title, value: string) => `Show only ${title} of ${value} or less`,
    fromThenOn: (title: Title, day: string) => `Show only ${title} from ${day} on`,
    untilThen: (title: Title, day: string) => `Show only ${title} until ${day}`,
  },
  missing: {
    some: (rows: number, of: number) =>
      `${count(rows)} of ${countOf(of, 'row')} are here; what you see may not be all.`,
    part: (rows: number) => `${countOf(rows, 'row')} are here so far; what you see may not be all.`,
    coming: (rows: number, of: number) =>
      `${count(rows)} of ${countOf(of, 'row')} are here; the rest is being loaded.`,
    comingPart: (rows: number) => `${countOf(rows, 'row')} are here; the rest is being loaded.`,
    load: 'Load the rest',
    ask: (service: string) => `Ask ${service} for these`,
    asked: (n: number) => (n === 1 ? 'for this filter' : `for these ${count(n)} filters`),
  },
  none: {
    title: (one: string, n: number) =>
      n === 1
        ? `No ${inSentence(one)} matches this filter`
        : `No ${inSentence(one)} matches these ${countOf(n, 'filter')}`,
    titleSearched: (one: string, n: number, search: string) =>
      n === 1
        ? `No ${inSentence(one)} with “${search}” matches this filter`
        : `No ${inSentence(one)} with “${search}” matches these ${countOf(n, 'filter')}`,
    without: (rows: number, one: string, many: string, condition: Phrase): Phrase =>
      rows === 1
        ? phrase`1 ${inSentence(one)} matches if you remove ${strong(plain(condition))}.`
        : phrase`${count(rows)} ${inSentence(many)} match if you remove ${strong(plain(condition))}.`,
    withoutSearch: (rows: number, one: string, many: string) =>
      rows === 1
        ? `1 ${inSentence(one)} matches without the search.`
        : `${count(rows)} ${inSentence(many)} match without the search.`,
    noneAlone: 'No single filter is to blame: several of them leave nothing together.',
    removeThat: 'Remove that filter',
  },
};
