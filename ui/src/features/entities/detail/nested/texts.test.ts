import { describe, expect, it } from 'vitest';
import { jsonFault } from './jsonFault';
import { countLines, hits, once, PAGE, pageOf, toLines, withPage } from './lineText';
import { partValue, withPart } from './partValue';
import { elsewhere, here, inside } from './said';
import { field } from '../../../../ipc/fake/catalogue';
import { isVisible } from './visible';

describe('the first fault of a JSON text', () => {
  it.each([
    ['{"a": 1,\n "b": }', 'value', 2, 7],
    ['{"a": 1,\n}', 'name', 2, 1],
    ['[1 2]', 'commaOrBracket', 1, 4],
    ['{"a" 1}', 'colon', 1, 6],
    ['{"a": 1 "b": 2}', 'commaOrBrace', 1, 9],
    ['{"a": 1} x', 'rest', 1, 10],
    ['{"a": "\n"}', 'text', 1, 7],
    ['{"a": 1, "a": 2}', 'twice', 1, 10],
    ['[12345678901234567890]', 'digits', 1, 2],
    ['{"n": 1e400}', 'range', 1, 7],
    ['[-1e-400]', 'range', 1, 2],
    ['[1, ', 'end', 1, 5],
    ['', 'end', 1, 1],
  ])('%j: %s', (text, fault, line, column) => {
    expect(jsonFault(text)).toEqual({ fault, line, column });
  });

  it.each([
    '{"a": [1, -0.5e3, true, null, "\\u00e9\\n"], "b": {}}',
    ' [] ',
    '"x"',
    '9007199254740991',
    '[0, -0.0, 0e9, 1e308]',
  ])('%j has none', (text) => expect(jsonFault(text)).toBeUndefined());
});

it('JSON may be nested a hundred times, and is read no deeper', () => {
  expect(jsonFault('['.repeat(100) + ']'.repeat(100))).toBeUndefined();
  expect(jsonFault('['.repeat(20_000))).toEqual({ fault: 'depth', line: 1, column: 101 });
});

describe('lines', () => {
  it('are the entries as they are, without empty ones', () => {
    expect(toLines(['b.example', '', ' a.example', '  ', 'b.example', ''])).toEqual([
      'b.example',
      ' a.example',
      'b.example',
    ]);
  });
  it('are counted: entries, empty ones in between, those that stand there before', () => {
    expect(countLines(['a', '', 'b', 'a', 'a', ''])).toEqual({
      entries: 4,
      empty: 1,
      duplicates: 2,
    });
    expect(countLines([''])).toEqual({ entries: 0, empty: 0, duplicates: 0 });
  });
  it('go back into their page', () => {
    const all = Array.from({ length: PAGE * 2 + 5 }, (_, n) => String(n));
    expect(withPage(all, 1, pageOf(all, 1))).toEqual(all);
    expect(withPage(all, 2, ['x'])).toEqual([...all.slice(0, PAGE * 2), 'x']);
    expect(withPage([], 0, ['x'])).toEqual(['x']);
  });
  it('keep the first of each', () => expect(once(['b', 'a', 'b'])).toEqual(['b', 'a']));
  it('are searched whatever the case', () =>
    expect(hits(['xaB', 'b', 'ab'], 'AB')).toEqual([
      { line: 0, column: 1, length: 2 },
      { line: 2, column: 0, length: 2 },
    ]));
});

it('words of the service go to their place', () => {
  const said = [
    { place: '', words: 'all' },
    { place: '0.code', words: 'code' },
    { place: '10', words: 'ten' },
  ];
  expect(here(said)).toEqual([{ place: '', words: 'all' }]);
  expect(inside(said, 0)).toEqual([{ place: 'code', words: 'code' }]);
  expect(inside(said, 1)).toEqual([]);
  expect(elsewhere(said, [0])).toEqual([{ place: '10', words: 'ten' }]);
});

it('a part keeps the form in which it stood there', () => {
  const count = field('n', 'N', 'integer');
  const price = field('p', 'P', 'money');
  expect(partValue(count, '5', 3)).toBe(5);
  expect(partValue(count, '5', '3')).toBe('5');
  expect(partValue(price, '0.25', null)).toBe('0.25');
  expect(partValue(price, '0.25', 1)).toBe(0.25);
  expect(partValue(count, '12345678901234567890', 3)).toBe('12345678901234567890');
  expect(withPart({ b: 1 }, 'a', null)).toEqual({ b: 1 });
});

it('a field shows while all it hangs on shows', () => {
  const kind = field('kind', 'Kind', 'enum');
  const source = field('source', 'Source', 'enum', {
    visibleWhen: { field: 'kind', values: ['banner', 'video'] },
  });
  const html = field('html', 'HTML', 'text', {
    visibleWhen: { field: 'source', values: ['html'] },
  });
  const all = [kind, source, html];
  const shown = (values: Record<string, unknown>) =>
    all.filter((one) => isVisible(one, all, ({ name }) => values[name])).map((one) => one.name);
  expect(shown({ kind: 'banner', source: 'html' })).toEqual(['kind', 'source', 'html']);
  expect(shown({ kind: 'native', source: 'html' })).toEqual(['kind']);
  expect(shown({ kind: 'banner' })).toEqual(['kind', 'source']);
  const round = [
    { ...kind, visibleWhen: { field: 'html', values: ['x'] } },
    { ...html, visibleWhen: { field: 'kind', values: ['y'] } },
  ];
  expect(isVisible(round[0]!, [...round, source], () => 'x')).toBe(false);
});
