// What the core reads back while a person works must not take away what was typed.

import { Providers } from '../../../../app/Providers';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { field } from '../../../../ipc/fake/catalogue';
import { NestedInput } from './NestedInput';

afterEach(cleanup);

const days = field('days', 'Days', 'enum', {
  array: true,
  choices: ['a', 'b', 'c'].map((value) => ({ value, label: value })),
});
const domains = field('domains', 'Domains', 'text', { array: true });
const extra = field('extra', 'Extra', 'object');

function open(of: typeof days, first: unknown) {
  const onChange = vi.fn();
  const shown = (value: unknown) => (
    <Providers>
      <label htmlFor="box">{of.title}</label>
      <NestedInput
        id="box"
        connectionId="one"
        field={of}
        value={value}
        state=""
        editable
        describedBy=""
        onChange={onChange}
      />
    </Providers>
  );
  const { rerender, unmount } = render(shown(first));
  return { onChange, unmount, readBack: (value: unknown) => rerender(shown(value)) };
}

const box = () => screen.getByLabelText<HTMLTextAreaElement>(/^(Domains|Extra)/);

describe('an edit builds on the one before it', () => {
  it('although the first is read back late', () => {
    const { onChange, readBack } = open(days, []);
    fireEvent.click(screen.getByLabelText('a'));
    fireEvent.click(screen.getByLabelText('b'));
    readBack(['a']);
    fireEvent.click(screen.getByLabelText('c'));
    expect(onChange).toHaveBeenLastCalledWith(['a', 'b', 'c']);
  });

  it('unless the value became another one', () => {
    const { onChange, readBack } = open(days, []);
    fireEvent.click(screen.getByLabelText('a'));
    readBack(['a']);
    readBack([]);
    fireEvent.click(screen.getByLabelText('c'));
    expect(onChange).toHaveBeenLastCalledWith(['c']);
  });
});

describe('what is typed stays while the value is read anew', () => {
  it('in a list of lines', () => {
    const { onChange, readBack } = open(domains, ['one.example']);
    fireEvent.change(box(), { target: { value: 'one.example\ntwo.exam' } });
    readBack(['one.example', 'three.example']);
    expect(box().value).toBe('one.example\ntwo.exam');
    fireEvent.blur(box());
    expect(onChange).toHaveBeenLastCalledWith(['one.example', 'two.exam']);
  });

  it('in a list of lines that was typed back, which then shows what was read', () => {
    const { onChange, readBack } = open(domains, ['one.example']);
    fireEvent.change(box(), { target: { value: 'one.example\nx' } });
    readBack(['three.example']);
    fireEvent.change(box(), { target: { value: 'one.example' } });
    fireEvent.blur(box());
    expect(onChange).not.toHaveBeenCalled();
    expect(box().value).toBe('three.example');
  });

  it('in JSON', () => {
    const { onChange, readBack } = open(extra, { a: 1 });
    fireEvent.change(box(), { target: { value: '{"a": 2}' } });
    readBack({ a: 3 });
    expect(box().value).toBe('{"a": 2}');
    fireEvent.blur(box());
    expect(onChange).toHaveBeenLastCalledWith({ a: 2 });
  });
});

it('leaving JSON nested beyond any bound does no harm', () => {
  const { onChange, unmount } = open(extra, { a: 1 });
  fireEvent.change(box(), { target: { value: '['.repeat(20_000) } });
  unmount();
  expect(onChange).not.toHaveBeenCalled();
});

it('all records of a long list can be seen and removed', () => {
  const ids = Array.from({ length: 150 }, (_, n) => n + 1);
  const { onChange } = open(
    field('creatives', 'Creatives', 'reference', { array: true, referenceTo: ['creatives'] }),
    ids,
  );
  expect(screen.getAllByRole('listitem')).toHaveLength(100);
  fireEvent.click(screen.getByRole('button', { name: 'Show 50 more of creatives' }));
  expect(screen.getAllByRole('listitem')).toHaveLength(150);
  fireEvent.click(screen.getByRole('button', { name: 'Remove 150' }));
  expect(onChange).toHaveBeenLastCalledWith(ids.slice(0, 149));
});
