export const grid = {
  elsewhere: 'Edited in the details: press Enter',
};
