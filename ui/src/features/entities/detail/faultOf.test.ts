import { expect, it } from 'vitest';
import { PLAIN_FIELD } from '../../../ipc/plainField';
import type { FieldView } from '../../../ipc/client';
import { faultOf } from './faultOf';
import { paired } from './paired';

type Told = Partial<FieldView> & Pick<FieldView, 'kind'>;
const field = ({ name = 'hours', ...more }: Told): FieldView => ({
  ...PLAIN_FIELD,
  name,
  title: 'Hours',
  ...more,
});
const fault = (more: Told, text: string) => faultOf(field(more), text, null);

it('a text is held against the kind, the bounds, the length and the need of its field', () => {
  expect(fault({ kind: 'number' }, '6x')).toBe('“6x” is not a number.');
  expect(fault({ kind: 'number' }, '6.5')).toBeUndefined();
  expect(fault({ kind: 'integer' }, '6.5')).toBe('Whole numbers only.');
  expect(fault({ kind: 'number', maximum: '24' }, '24.01')).toBe('At most 24.');
  expect(fault({ kind: 'number', maximum: '24' }, '24')).toBeUndefined();
  expect(fault({ kind: 'money', minimum: '0.01' }, '0')).toBe('At least 0.01.');
  expect(fault({ kind: 'date' }, '31 Feb 2026')).toMatch(/is not a date/);
  expect(fault({ kind: 'text', maxLength: 3 }, 'four')).toMatch(/^At most 3 characters/);
  expect(fault({ kind: 'text', required: true }, ' ')).toBe('Hours is needed.');
  expect(fault({ kind: 'text' }, '')).toBeUndefined();
});

it('bounds that a service has for ids and texts are nothing to be typed against', () => {
  expect(fault({ kind: 'text', minimum: '5' }, '1')).toBeUndefined();
});

it('a narrow field that would stand alone has the next narrow one beside it', () => {
  const names = (kinds: Record<string, FieldView['kind']>) =>
    paired(Object.entries(kinds).map(([name, kind]) => field({ name, kind }))).map(
      ({ name }) => name,
    );
  expect(
    names({ date: 'date', employee: 'reference', project: 'reference', hours: 'number' }),
  ).toEqual(['date', 'hours', 'employee', 'project']);
  expect(names({ date: 'date', hours: 'number', rate: 'money', memo: 'longText' })).toEqual([
    'date',
    'hours',
    'rate',
    'memo',
  ]);
});
