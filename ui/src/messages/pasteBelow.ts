import { inSentence } from '../format/inSentence';
import { count } from '../format/numbers';

export const pasteBelow = {
  make: (n: number, one: string, many: string) =>
    n === 1 ? `Make 1 new ${inSentence(one)}` : `Make ${count(n)} new ${inSentence(many)}`,
  made: (n: number, one: string, many: string) =>
    n === 1
      ? `1 new ${inSentence(one)} waits in your unsent changes.`
      : `${count(n)} new ${inSentence(many)} wait in your unsent changes.`,
};
