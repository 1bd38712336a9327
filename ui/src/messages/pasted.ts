import { plural } from './plural';

export const pasted = {
  hint: 'Hidden here, and cleared from this window once it is kept.',
  takenOff: (what: string) => `Taken off: ${what}.`,
  characters: (n: number) => plural(n, '# character.', '# characters.'),
};
