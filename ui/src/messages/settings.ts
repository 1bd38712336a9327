import { count, countOf } from '../format/numbers';
import { plural } from './plural';

export const settings = {
  title: 'Settings',
  kept: 'Settings stay on this computer.',
  sections: {
    appearance: { title: 'Appearance', lead: 'How the window looks' },
    updating: { title: 'Updating', lead: 'How the copy on this computer follows the service' },
    data: { title: 'Data on this computer', lead: 'The copy that lists and searches read' },
    keyring: { title: 'Keyring', lead: 'Where tokens are kept' },
    diagnostics: { title: 'Diagnostics', lead: 'A file that helps to find a fault' },
    about: { title: 'About Coredesk', lead: 'Versions and licences' },
  },
  appearance: {
    theme: 'Theme',
    themeText: 'Light or dark, or as the system is set.',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    density: 'Density',
    densityText: 'How high a row is in lists. A view can have its own.',
    densities: { compact: 'Compact', standard: 'Standard', relaxed: 'Relaxed' },
    textSize: 'Text size',
    textSizeText: 'Everything in the window grows with it.',
    smaller: 'Smaller text',
    larger: 'Larger text',
    usualSize: 'Usual size',
    lessMotion: 'Less motion',
    lessMotionText: 'Nothing moves or fades, whatever the system says.',
  },
  updating: {
    look: 'Look for changes',
    lookText:
      'While you are signed in, the service is asked what changed since the last look. Your own work comes first.',
    every: (minutes: number) =>
      minutes === 1 ? 'Every minute' : `Every ${count(minutes)} minutes`,
    byHand: 'Only when I press Refresh',
  },
  data: {
    none: 'No rows are on this computer',
    noneText: 'They come when you open a connection, and lists and searches then work offline too.',
    nothingYet: 'No rows yet.',
    total: (rows: number, size: string, companies: number) =>
      companies === 1
        ? plural(rows, `# row, ${size}`, `# rows, ${size}`)
        : `${countOf(rows, 'row')}, ${size} in ${count(companies)} companies`,
    entity: 'Entity',
    rows: 'Rows',
    size: 'Size',
    asOf: 'As of',
    never: 'Not whole yet',
    kept: 'Kept',
    actions: 'Actions',
    keep: (plural: string) => `Keep ${plural} on this computer`,
    keptText: 'Read whole and brought up to date by itself',
    notKeptText: 'Read only while you look at it',
    refresh: 'Refresh',
    refreshing: 'Refreshing',
    refreshOne: (plural: string) => `Refresh ${plural}`,
    drop: 'Drop',
    dropOne: (plural: string) => `Drop ${plural} from this computer`,
    dropTitle: (plural: string) => `Drop ${plural} from this computer?`,
    dropText: (rows: number, service: string) =>
      rows === 1
        ? `Its row leaves this computer and is not kept any more. Your unsent changes stay. Nothing changes at ${service}; open the list to read it again.`
        : `Its ${count(rows)} rows leave this computer and are not kept any more. Your unsent changes stay. Nothing changes at ${service}; open the list to read them again.`,
    dropYes: (rows: number) => plural(rows, 'Drop # row', 'Drop # rows'),
  },
  keyring: {
    states: {
      answers: { title: 'The system keyring answers', text: '' },
      locked: {
        title: 'The system keyring is locked',
        text: 'Unlock it with your system’s password program, then look again.',
      },
      silent: {
        title: 'The system keyring does not answer',
        text: 'We waited two seconds. A window of the keyring may be open behind this one.',
      },
      unavailable: {
        title: 'There is no system keyring',
        text: 'Start one, such as GNOME Keyring or KWallet, and look again.',
      },
      thisRunOnly: {
        title: 'Tokens are kept for this run only',
        text: 'They stay in memory until Coredesk ends; then you sign in again.',
      },
    },
    answered: (milliseconds: number) => `It answered in ${count(milliseconds)} ms.`,
    lookAgain: 'Look again',
    entries: 'Entries of Coredesk',
    entriesText: 'So they are called in your system’s own keyring program.',
    noEntries: 'It holds nothing of Coredesk.',
    connection: 'Connection',
    entry: 'Entry',
    former: 'A connection that is gone',
    cannotRead:
      'This window cannot read them. Only the core does, and it sends a token to its own service alone.',
  },
  diagnostics: {
    what: 'If something does not work, save this file and send it along with your question. Read it first: it is plain text.',
    inside: 'What is in it',
    insideLines: [
      'Versions of Coredesk, the system and the web view',
      'For each connection: kind of service, state of the sign-in, when it last answered',
      'For each entity type: how many rows are here, as of when, size',
      'The latest errors, with their codes',
    ],
    outside: 'What is not in it',
    outsideLines: [
      'Tokens, codes, secrets, passwords',
      'Rows, names and values of your company’s data',
      'What you changed or searched for',
    ],
    save: 'Save a diagnostics file…',
    saving: 'Writing the file',
    saved: 'The diagnostics file is saved.',
    stays: 'It is saved where you say and sent nowhere.',
  },
  about: {
    dataFolder: 'Data folder',
    copyFolder: 'Copy the folder’s name',
    folderCopied: 'The folder’s name is on the clipboard.',
    licences: 'Licences',
    works: (n: number) => plural(n, '# work by others', '# works by others'),
    found: (n: number, all: number) => `${count(n)} of ${count(all)}`,
    find: 'Find a name or a licence',
    noneFound: 'Nothing has this in its name or licence.',
    name: 'Name',
    version: 'Version',
    licence: 'Licence',
  },
};
