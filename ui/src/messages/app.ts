export const app = 'Coredesk';
