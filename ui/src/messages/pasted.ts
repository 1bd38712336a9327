import { countOf } from '../format/numbers';

export const pasted = {
  hint: 'Hidden here, and cleared from this window once it is kept.',
  takenOff: (what: string) => `Taken off: ${what}.`,
  characters: (n: number) => `${countOf(n, 'character')}.`,
};
