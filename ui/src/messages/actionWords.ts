export const actionWords = {
  command: 'Approval words…',
  title: (company: string) => `Approval words of ${company}`,
  text: (service: string) =>
    `${service} takes an approval by a word. If yours was set up with other words, enter them here; leave a field empty for the usual one. What waits in your unsent changes is sent with the new words.`,
  keep: 'Keep the words',
  kept: 'Approvals are sent with these words from now on.',
};
