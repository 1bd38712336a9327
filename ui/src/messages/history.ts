import { countOf } from '../format/numbers';

const listed = (moments: string[]): string =>
  moments.length < 2
    ? moments.join('')
    : `${moments.slice(0, -1).join(', ')} and ${moments.at(-1)}`;
/** So many moments are read at a glance. */
const NAMED = 6;

export const history = {
  label: 'Steps, newest first',
  notSent: 'You, not sent yet',
  unsent: 'Unsent',
  now: 'Now',
  you: 'You, in Coredesk',
  here: (person: string) => `${person}, in Coredesk`,
  there: (person: string, service: string) => `${person}, in ${service}`,
  elsewhere: 'Somewhere else',
  whole: (change: 'create' | 'delete', fields: number) =>
    change === 'delete'
      ? 'Deleted'
      : fields === 0
        ? 'Created'
        : `Created with ${countOf(fields, 'field')}`,
  undo: 'Undo…',
  restore: (field: string, value: string) => `Give ${field} its former value back: ${value}`,
  none: 'No change is known here.',
  copies: (moments: string[]) =>
    moments.length === 0
      ? 'Coredesk has no copy of it yet. What was changed elsewhere is not known.'
      : moments.length === 1
        ? `Coredesk has one copy, from ${moments[0]}. Changes made elsewhere before it are not known.`
        : moments.length > NAMED
          ? `Coredesk has ${countOf(moments.length, 'copy', 'copies')}, the first from ${moments[0]} and the last from ${moments.at(-1)}. Changes made elsewhere between copies show as one step.`
          : `Coredesk has copies from ${listed(moments)}. Changes made elsewhere between copies show as one step.`,
};
