import { inSentence } from '../format/inSentence';
import { count } from '../format/numbers';
import type { EntityTypeView, FieldView } from '../ipc/client';
import { listed, plural } from './plural';

type Kind = 'set' | 'empty' | 'add' | 'percent' | 'replace';

interface Typed {
  kind: Kind;
  /** The value in words. */
  set: string;
  amount: string;
  percent: string;
  find: string;
  with: string;
}

const on = (n: number, { title, plural: many }: EntityTypeView): string =>
  `${count(n)} ${inSentence(n === 1 ? title : many)}`;

/** "+5" and "−2.50": a sign stands in front in any case. */
const signed = (typed: string): string =>
  /^\s*[-−]/.test(typed) ? typed.trim() : `+${typed.trim().replace(/^\+/, '')}`;

export const bulk = {
  open: 'Set a field…',
  inTicked: 'Set in the ticked rows…',
  title: (n: number, records: string) => `Set a field of ${count(n)} ${inSentence(records)}`,
  field: 'Field',
  how: 'How',
  kinds: {
    set: 'Set to a value',
    empty: 'Make it empty',
    add: 'Add an amount',
    percent: 'Add per cent',
    replace: 'Find and replace',
  } satisfies Record<Kind, string>,
  to: 'Value',
  amount: 'Amount',
  amountHint: 'With a minus, it is taken off.',
  percent: 'Per cent',
  percentHint: 'Such as 5, or -2.5. The result is rounded as the field is written.',
  find: 'Find',
  replaceBy: 'Replace by',
  matchCase: 'Capital letters matter',
  whole: 'Only where it is the whole value',
  missing: {
    set: 'Choose a value.',
    empty: '',
    add: 'Enter an amount.',
    percent: 'Enter a number.',
    replace: 'Enter what is to be found.',
  } satisfies Record<Kind, string>,
  looking: 'Looking what that would change',
  working: (n: number, type: EntityTypeView) => `Changing ${on(n, type)}…`,
  copying: (n: number, type: EntityTypeView) => `Copying ${on(n, type)}…`,
  none: 'Nothing would change.',
  change: 'Change',
  yes: (field: FieldView, typed: Typed, n: number, type: EntityTypeView): string => {
    const records = on(n, type);
    switch (typed.kind) {
      case 'set':
        return `Set ${field.title} to ${typed.set} on ${records}`;
      case 'empty':
        return `Empty ${field.title} on ${records}`;
      case 'add':
        return `${field.title} ${signed(typed.amount)} on ${records}`;
      case 'percent':
        return `${field.title} ${signed(typed.percent)} % on ${records}`;
      case 'replace':
        return `Replace in ${field.title} on ${records}`;
    }
  },
  changed: (n: number, records: string) => `${count(n)} ${inSentence(records)} would change.`,
  unchanged: (n: number) => plural(n, '# stays as it is.', '# stay as they are.'),
  left: (reasons: string[]) => `Left out: ${listed(reasons)}.`,
  faulty: (n: number) =>
    plural(
      n,
      '# of them would get a value that the service does not take. It is kept, marked, and not sent until it is mended.',
      '# of them would get a value that the service does not take. They are kept, marked, and not sent until they are mended.',
    ),
  samples: 'The first that would change',
  more: (n: number) => plural(n, 'And # more', 'And # more'),
  done: (n: number, type: EntityTypeView) => `${on(n, type)} changed, not sent yet.`,
  doneBut: (n: number, type: EntityTypeView, reasons: string[]) =>
    `${on(n, type)} changed, not sent yet. Left out: ${listed(reasons)}.`,
  duplicate: 'Duplicate',
  duplicated: (n: number, type: EntityTypeView) => `${on(n, type)} copied, not sent yet.`,
};
