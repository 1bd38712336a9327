export const links = {
  open: 'Open',
  openLink: 'Open in the browser',
  openField: (title: string) => `Open the link in ${title}`,
};
