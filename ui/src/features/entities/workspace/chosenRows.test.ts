import { afterEach, expect, it, vi } from 'vitest';
import { commands } from '../../../ipc/client';
import { CHOSEN_AT_MOST, idsOf } from './chosenRows';

afterEach(() => vi.restoreAllMocks());

it('a row that is gone is not among the chosen', async () => {
  vi.spyOn(commands, 'selectedIds').mockResolvedValue(['a', 'gone:1']);
  const view = { viewId: 1, rows: 3 };
  expect(await idsOf({ kind: 'some', keys: ['a', 'gone:1'] }, view)).toEqual(['a']);
  expect(await idsOf({ kind: 'all', except: ['b'] }, view)).toEqual(['a']);
});

it('everything is asked for as a rule with exceptions, whether it was loaded or not', async () => {
  const asked = vi.spyOn(commands, 'selectedIds').mockResolvedValue(['a']);
  await idsOf({ kind: 'all', except: ['b'] }, { viewId: 7, rows: CHOSEN_AT_MOST + 1 });
  expect(asked).toHaveBeenCalledWith({ viewId: 7, selection: { all: true, ids: ['b'] } });
});

it('more than can be handled at a time are none', async () => {
  const asked = vi.spyOn(commands, 'selectedIds');
  const many = { viewId: 7, rows: CHOSEN_AT_MOST + 2 };
  expect(await idsOf({ kind: 'all', except: ['b'] }, many)).toBeUndefined();
  const keys = new Array<string>(CHOSEN_AT_MOST + 1).fill('a');
  expect(await idsOf({ kind: 'some', keys }, many)).toBeUndefined();
  expect(asked).not.toHaveBeenCalled();
});
