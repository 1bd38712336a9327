import { act, renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Providers } from '../../../app/Providers';
import { typeOf } from '../../../ipc/fake/state';
import { useQuestion } from './question';

it('a field that is known no more is not asked for', () => {
  const type = typeOf('Client');
  const [first] = type.listColumns;
  const { result, rerender } = renderHook(({ of }) => useQuestion('demo', of), {
    initialProps: { of: type },
    wrapper: Providers,
  });
  act(() =>
    result.current.ask({
      columns: [first!, 'phone'],
      sort: [
        { field: 'phone', descending: true },
        { field: first!, descending: false },
      ],
    }),
  );
  expect(result.current.question.columns).toEqual([first, 'phone']);
  rerender({ of: { ...type, fields: type.fields.filter((field) => field.name !== 'phone') } });
  expect(result.current.question.columns).toEqual([first]);
  expect(result.current.question.sort).toEqual([{ field: first, descending: false }]);
});

it('what was asked meanwhile stays when an older render asks for something else', () => {
  const { result } = renderHook(() => useQuestion('demo', typeOf('Project')), {
    wrapper: Providers,
  });
  const older = result.current;
  const filter = [[{ field: 'status', operator: 'is' as const, values: [0] }]];
  act(() => older.ask({ filter }));
  act(() => older.ask({ search: 'quay' }));
  expect(result.current.question).toMatchObject({ filter, search: 'quay' });
  act(() => older.ask((now) => ({ search: `${now.search} wall` })));
  expect(result.current.question.search).toBe('quay wall');
  act(() => older.reset());
  expect(result.current.question).toMatchObject({ filter, search: 'quay wall' });
  act(() => result.current.reset());
  expect(result.current.question).toMatchObject({ filter: [], search: '' });
});
