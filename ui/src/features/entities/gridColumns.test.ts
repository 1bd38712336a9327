import { expect, it } from 'vitest';
import { DESCRIBED_TYPES } from '../../ipc/fake/bidcore';
import { messages } from '../../messages';
import { columnsOf } from './gridColumns';

const type = DESCRIBED_TYPES.find((one) => one.name === 'line-items')!;
const columns = (mayWrite: boolean) =>
  columnsOf('c', type, ['name', 'campaign', 'creatives', 'targeting'], mayWrite, {}, 'No.');

it('what has no room in a cell is edited in the form; what is set at creation is not edited', () => {
  const [name, campaign, creatives, targeting] = columns(true);
  expect(name).toMatchObject({ readOnly: false });
  expect(campaign).toMatchObject({ readOnly: true, note: messages.fields.whenCreated });
  expect(creatives).toMatchObject({ readOnly: true, elsewhere: true, sortable: false });
  expect(targeting).toMatchObject({ readOnly: true, elsewhere: true, sortable: false });
});

it('who may only read is not sent to the form', () => {
  for (const column of columns(false)) {
    expect(column.readOnly).toBe(true);
    expect(column.elsewhere).toBeUndefined();
    expect(column.note).toBe('No.');
  }
});
