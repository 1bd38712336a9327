export const rail = {
  label: 'Connections and tools',
  home: 'Connections',
  add: 'Add connection',
  activity: 'Activity',
  tokens: 'Tokens',
  theme: 'Theme',
  help: 'Help and shortcuts',
  themes: { system: 'Same as the system', light: 'Light', dark: 'Dark' },
};
