import { inSentence } from '../format/inSentence';
import { count } from '../format/numbers';

export const duplicating = {
  open: 'Duplicate…',
  now: 'Duplicate',
  title: (type: string, name: string) => `Duplicate ${inSentence(type)} “${name}”?`,
  text: 'The copy opens as a new record. Nothing is sent before you reviewed it.',
  withCount: (n: number, plural: string, one: string) =>
    n === 1 ? `with its ${inSentence(one)}` : `with its ${count(n)} ${inSentence(plural)}`,
  withSome: (plural: string) => `with its ${inSentence(plural)}`,
  asFar: 'Those on this computer are copied.',
  what: 'What is copied along',
  yes: 'Make the copy',
  copied: 'The copy waits in your unsent changes.',
};
