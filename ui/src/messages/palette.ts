export const palette = {
  label: 'Command palette',
  placeholder: 'Search places, entities and commands',
  places: 'Go to',
  entities: 'Entities',
  commands: 'Commands',
  here: 'Here',
  none: 'Nothing found.',
  choose: 'Choose',
  open: 'Open',
  only: 'Commands only',
};
