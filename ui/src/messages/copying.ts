export const copying = {
  menu: 'Copy as',
  text: 'Copy as text',
  csv: 'Copy as CSV',
  table: 'Copy as a table for a spreadsheet',
  id: 'Copy id',
  idCopied: 'Id copied.',
  idOf: (title: string) => `Copy id of ${title}`,
};
