export const rail = {
  label: 'Connections and tools',
  home: 'Connections',
  add: 'Add connection',
  activity: 'Activity',
  tokens: 'Tokens',
  settings: 'Settings',
  help: 'Help and shortcuts',
  connection: (company: string, service: string, environment: string, session: string) =>
    `${company}, ${service}. ${environment}. ${session}`,
};
