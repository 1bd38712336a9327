export const thisRunOnly = {
  choose: 'Keep tokens for this run only',
  means: 'They stay in memory until Coredesk ends; then you sign in again. Nothing is written.',
  chosen: 'Tokens are kept in memory until Coredesk ends. Try again now.',
};
