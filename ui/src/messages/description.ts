export const description = {
  changed: (service: string, news: string) => `${service}’s description changed: ${news}.`,
  details: 'What is new',
  title: (service: string) => `What is new in ${service}`,
  dismiss: 'Seen',
  problem: (service: string) =>
    `${service}’s description could not be read; the one from before is used.`,
  problemBuiltIn: (service: string) =>
    `${service}’s description could not be read; the built-in one is used.`,
  readAgain: 'Read it again',
};
