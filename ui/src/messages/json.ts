import { count } from '../format/numbers';

export const json = {
  at: (line: number, column: number, what: string) =>
    `Line ${count(line)}, column ${count(column)}: ${what}`,
  notKept: 'Not kept until it can be read. What you typed stays here.',
  back: 'Take back what I typed',
  faults: {
    end: 'the text ends too early.',
    rest: 'nothing may follow here.',
    value: 'a value is expected here.',
    name: 'a name in double quotes is expected here.',
    twice: 'this name is here for the second time.',
    colon: 'a colon is expected here.',
    commaOrBrace: 'a comma or } is expected here.',
    commaOrBracket: 'a comma or ] is expected here.',
    text: 'this text is not closed, or holds a character that must be written as an escape.',
    digits: 'this number has more digits than can be kept; write it in double quotes.',
    range: 'this number is larger, or nearer to zero, than can be kept; write it in double quotes.',
    depth: 'this is nested more deeply than can be kept.',
  },
};
