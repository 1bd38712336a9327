import { inSentence } from '../format/inSentence';
import { count } from '../format/numbers';
import type { EntityTypeView } from '../ipc/client';
import { plural } from './plural';

export const deleting = {
  title: (type: string, name: string) => `Delete ${inSentence(type)} “${name}”?`,
  lead: 'What is marked stays in place, struck through, until you send your changes.',
  company: 'In {company}',
  looking: 'Looking what uses it',
  keep: (n: number, plural: string, one: string) =>
    n === 1 ? `1 ${inSentence(one)} keeps it` : `${count(n)} ${inSentence(plural)} keep it`,
  keepText: (service: string, field: string) =>
    `${service} refuses the delete while ${field} points at it.`,
  goes: (n: number, plural: string, one: string) =>
    n === 1 ? `1 ${inSentence(one)} goes too` : `${count(n)} ${inSentence(plural)} go too`,
  goesText: (service: string, field: string) => `${service} deletes what has it as ${field}.`,
  loses: (n: number, plural: string, one: string) =>
    n === 1 ? `1 ${inSentence(one)} loses it` : `${count(n)} ${inSentence(plural)} lose it`,
  losesText: (field: string) => `They stay; only the reference in ${field} goes.`,
  unknown: (n: number, plural: string, one: string) =>
    n === 1 ? `1 ${inSentence(one)} points at it` : `${count(n)} ${inSentence(plural)} point at it`,
  unknownText: (service: string, field: string) =>
    `By ${field}. ${service} does not say what becomes of them; it may refuse the delete.`,
  nothing: 'Nothing points at it',
  nothingText: 'as far as we can see',
  more: (n: number) => `and ${count(n)} more`,
  marked: 'marked already',
  rules: (service: string) => `What ${service} says about deleting it`,
  incomplete:
    'Not everything that may point at it is on this computer, so this is only as far as we can see.',
  order: 'The order that works',
  step: (n: number, plural: string, one: string) =>
    n === 1 ? `1 ${inSentence(one)}` : `${count(n)} ${inSentence(plural)}`,
  noOrder: 'There is no order of deletes that would work: take the references away first.',
  only: 'Mark it only',
  all: (n: number) => `Mark all ${count(n)} in an order that works`,
  markedAll: (n: number) =>
    plural(n, '# record marked for deletion.', '# records marked for deletion.'),
  marking: (n: number, { title, plural: many }: EntityTypeView) =>
    `Marking ${count(n)} ${inSentence(n === 1 ? title : many)}…`,
  titleOfMany: (n: number, records: string) =>
    `Mark ${count(n)} ${inSentence(records)} for deletion?`,
  leadOfMany: 'They stay in place, struck through, until you send your changes.',
  canGo: (n: number) => plural(n, '# can be deleted', '# can be deleted'),
  nothingPoints: 'Nothing points at them, as far as we can see',
  incompleteOfMany:
    'Not everything that may point at them is on this computer, so this is only as far as we can see.',
  keptByService: (n: number, service: string) =>
    plural(n, `# will be refused by ${service}`, `# will be refused by ${service}`),
  theyAre: (reason: string) => `They ${reason}.`,
  withDependants: (n: number) =>
    plural(n, '# takes others along or loses references', '# take others along or lose references'),
  withDependantsText: 'What depends on them is told record by record in the review.',
  withEdits: (n: number) => plural(n, '# has an unsent edit', '# have unsent edits'),
  withEditsText: 'The edits wait until the mark is taken back, and are not sent.',
  newRecords: (n: number) =>
    plural(n, '# was never sent and just goes away', '# were never sent and just go away'),
  leaveOut: (n: number) =>
    plural(n, 'Leave out the # that would be refused', 'Leave out the # that would be refused'),
  copyKept: (service: string) =>
    `A copy of every field is kept. Making them anew is possible later, but ${service} gives them new numbers.`,
  uses: 'What uses it…',
  usesOf: (title: string) => `What uses ${title}`,
};
