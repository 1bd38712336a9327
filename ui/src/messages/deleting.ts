import { inSentence } from '../format/inSentence';
import { count } from '../format/numbers';
import { plural } from './plural';

export const deleting = {
  title: (type: string, name: string) => `Delete ${inSentence(type)} “${name}”?`,
  lead: 'What is marked stays in place, struck through, until you send your changes.',
  company: (company: string) => `In ${company}`,
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
  uses: 'What uses it…',
  usesOf: (title: string) => `What uses ${title}`,
};
