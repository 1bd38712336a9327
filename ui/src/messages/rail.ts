export const rail = {
  label: 'Connections and tools',
  home: 'Connections',
  add: 'Add connection',
  activity: 'Activity',
  tokens: 'Tokens',
  settings: 'Settings',
  help: 'Help and shortcuts',
  showNavigator: 'Show the navigator',
  navigatorWidth: 'Width of the navigator',
  connection: (company: string, service: string, environment: string, session: string) =>
    `${company}, ${service}. ${environment}. ${session}`,
};
