import { inSentence } from '../format/inSentence';
import { count, countOf } from '../format/numbers';
import { plural } from './plural';

export const fields = {
  none: 'None',
  set: (title: string) => `Set ${inSentence(title)}`,
  setNone: (title: string) => `Set ${inSentence(title)} to none`,
  setNoneShort: 'Set to none',
  whenCreated: 'Set when it is created',
  ifEmpty: (value: string) => `If empty: ${value}`,
  atLeast: (least: string) => `At least ${least}`,
  atMost: (most: string) => `At most ${most}`,
  between: (least: string, most: string) => `From ${least} to ${most}`,
  characters: (n: number, most: number) => `${count(n)} of ${countOf(most, 'character')}`,
  said: (service: string) => `${service} said:`,
  saidOfRecord: (service: string) => `What ${service} said when it refused this`,
  insists: (service: string) => `What ${service} insists on`,
  part: (title: string, n: number) => `${title}, ${count(n)}`,
  parts: (n: number) => (n === 0 ? 'None yet' : plural(n, '# entry', '# entries')),
  add: 'Add',
  addTo: (title: string) => `Add to ${inSentence(title)}`,
  remove: (what: string) => `Remove ${what}`,
  moveUp: (what: string) => `Move ${what} up`,
  moveDown: (what: string) => `Move ${what} down`,
  moved: (what: string, place: number, of: number) =>
    `${what} is now ${count(place)} of ${count(of)}.`,
  added: (what: string) => `${what} was added.`,
  removed: (what: string) => `${what} was removed.`,
  more: (n: number) => `and ${count(n)} more`,
  showMore: (n: number) => `Show ${count(n)} more`,
  showMoreOf: (n: number, title: string) => `Show ${count(n)} more of ${inSentence(title)}`,
  alreadyThere: (label: string) => `${label} is in the list already.`,
  addReference: (title: string) => `Add to ${inSentence(title)}`,
  typeToAdd: 'Type a name or code to add',
  unknownChoice: (value: string) => `${value} (not known here)`,
};
