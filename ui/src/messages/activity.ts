import { count } from '../format/numbers';
import { plural } from './plural';

export const activity = {
  title: 'Activity',
  result: 'Result',
  everything: 'Everything',
  saved: 'Saved',
  refused: 'Refused',
  unknown: 'Answer unknown',
  entity: 'Entity',
  connection: 'Connection',
  search: 'Search names, fields, values',
  time: 'Time',
  what: 'What',
  change: 'Change',
  answer: 'Answer',
  writes: (n: number) => plural(n, '# write', '# writes'),
  empty: 'Nothing was sent yet',
  emptyText: 'Each write to a service is listed here with what was there before and after.',
  emptyAction: 'Go to connections',
  moved: (when: string, company: string, former: string, now: string) =>
    `${when}: the data of ${company} moved from ${former} to ${now}, another address of the same service.`,
  notOffered: (when: string, company: string, told: string) => `${when}: ${company}. ${told}`,
  noMatch: 'Nothing here has this in it',
  clear: 'Show everything',
  newest: (n: number) => `The newest ${count(n)} writes, kept on this computer.`,
  deleted: 'Deleted.',
  created: 'Created.',
  lead: 'Every write Coredesk has made, with what was there before',
  where: (type: string, company: string) => `${type}, ${company}`,
};
