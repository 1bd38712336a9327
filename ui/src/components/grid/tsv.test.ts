import { expect, test } from 'vitest';
import { fromTsv, toTsv } from './tsv';

function check(rows: string[][]) {
  expect(fromTsv(toTsv(rows))).toEqual(rows);
}

test('cells survive the way to the clipboard and back', () => {
  check([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  check([
    ['two\nlines', 'a\ttab'],
    ['"quoted"', ''],
  ]);
  check([
    ['', ''],
    ['', 'x'],
  ]);
});

test('text of a spreadsheet is read: line ends of Windows, a last line end, quoted breaks', () => {
  expect(fromTsv('1\t2\r\n3\t4\r\n')).toEqual([
    ['1', '2'],
    ['3', '4'],
  ]);
  expect(fromTsv('"a\r\nb"\tc\r\n')).toEqual([['a\r\nb', 'c']]);
  expect(fromTsv('"say ""hi"""')).toEqual([['say "hi"']]);
});

test('a quote inside a word is only a quote', () => {
  expect(fromTsv('5" pipe\t"half')).toEqual([['5" pipe', '"half']]);
});

test('an empty last cell is kept', () => {
  expect(fromTsv('a\t')).toEqual([['a', '']]);
});

test('empty text holds no cells', () => {
  expect(fromTsv('')).toEqual([]);
});
