import { inSentence } from '../format/inSentence';
import { count } from '../format/numbers';

export const expression = {
  none: 'No restriction',
  joins: { and: 'and', and_not: 'and not', or: 'or', or_not: 'or not' } as Record<string, string>,
  noJoin: 'not said',
  group: (n: number) => `Group ${count(n)}`,
  groupJoin: (n: number) => `How group ${count(n)} is joined`,
  termJoin: (n: number, group: number) => `How term ${count(n)} of group ${count(group)} is joined`,
  term: (n: number, group: number) => `Term ${count(n)} of group ${count(group)}`,
  addTerm: 'Add a term',
  addTermTo: (group: number) => `Add a term to group ${count(group)}`,
  addGroup: 'Add a group',
  begin: (title: string) => `Restrict by ${inSentence(title)}`,
  beginShort: 'Restrict',
  clear: (title: string) => `Take away the restriction by ${inSentence(title)}`,
  clearShort: 'Take away',
};
