export const tree = {
  note: (title: string) => `${title} below the record that they belong to`,
  openAll: 'Open all',
  foldAll: 'Fold all',
};
