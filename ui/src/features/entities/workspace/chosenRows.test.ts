import { afterEach, expect, it, vi } from 'vitest';
import { commands, type RowView } from '../../../ipc/client';
import { idsOf } from './chosenRows';

afterEach(() => vi.restoreAllMocks());

const row = (id: string, mark: RowView['mark'] = 'none'): RowView => ({
  id,
  mark,
  place: null,
  cells: [],
  edits: [],
});

it('a row that is gone is not among the chosen', async () => {
  vi.spyOn(commands, 'viewRows').mockResolvedValue([row('a'), row('gone:1', 'gone'), row('b')]);
  const view = { viewId: 1, rows: 3 };
  expect(await idsOf({ kind: 'some', keys: ['a', 'gone:1'] }, view)).toEqual(['a']);
  expect(await idsOf({ kind: 'all', except: ['b'] }, view)).toEqual(['a']);
});
