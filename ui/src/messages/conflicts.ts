export const conflicts = {
  changedBy: (who: string | null, when: string | null) =>
    `${who ?? 'Somebody else'} changed this${when === null ? '' : ` at ${when}`}`,
  field: 'Field',
  then: (when: string | null) => (when === null ? 'Before' : `At ${when}`),
  mine: 'Mine',
  theirs: 'Theirs',
  notChanged: 'not changed',
  table: (title: string) => `What both made of ${title}`,
  choose: (title: string) => `The whole of ${title}`,
  keepMine: 'Keep mine',
  takeTheirs: 'Take theirs',
  merge: 'Merge',
  deleteAll: 'Delete it all the same',
  keepIt: 'Keep it',
  mineOf: (field: string) => `${field}: mine`,
  theirsOf: (field: string) => `${field}: theirs`,
};
