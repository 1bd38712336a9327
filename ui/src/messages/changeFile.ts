import { plural } from './plural';

export const changeFile = {
  open: 'Open a change file…',
  opened: (n: number, madeBy: string, left: string[]) =>
    [
      plural(
        n,
        `# change prepared by ${madeBy} is among your unsent changes.`,
        `# changes prepared by ${madeBy} are among your unsent changes.`,
      ),
      ...left,
    ].join(' '),
};
