import type {
  AlphabetView,
  FactFromView,
  FactNameView,
  TokenFormView,
  TokenKindView,
  TokenPartNameView,
  TokenPartStateView,
} from '../ipc/client';
import { count } from '../format/numbers';
import { plural } from './plural';

const kinds: Record<TokenKindView, string> = {
  accessToken: 'Access token',
  idToken: 'Identity token',
  refreshToken: 'Refresh token',
};

const forms: Record<TokenFormView, string> = {
  signed: 'Signed',
  unsigned: 'Not signed',
  encrypted: 'Encrypted',
  opaque: 'Opaque',
  broken: 'Cannot be read fully',
};

const parts: Record<TokenPartNameView, string> = {
  header: 'Header',
  claims: 'Claims',
  signature: 'Signature',
  encryptedKey: 'Encrypted key',
  initializationVector: 'Start value',
  ciphertext: 'Encrypted content',
  authenticationTag: 'Proof of content',
};

const partStates: Record<TokenPartStateView, string> = {
  complete: 'Complete',
  cutOff: 'Cut off',
  broken: 'Damaged',
  missing: 'Missing',
  sealed: 'Sealed',
};

const facts: Record<FactNameView, string> = {
  kind: 'Kind',
  baseUrl: 'Base URL',
  company: 'Company',
  person: 'Person',
  client: 'App',
  expires: 'Expires',
  lastAccepted: 'Last accepted',
  fingerprint: 'Fingerprint',
};

const from: Record<FactFromView, string> = {
  token: 'The token itself',
  tokenAnswer: 'Answer of the sign-in server',
  signIn: 'Your sign-in',
  requests: 'Our last request to the service',
  madeHere: 'Made here; safe to share with support',
};

const alphabets: Record<AlphabetView, string> = {
  hexadecimal: 'Hexadecimal figures',
  base64: 'Base64',
  base64Url: 'Base64 for addresses',
  lettersAndDigits: 'Letters and figures',
  uuid: 'A UUID',
  other: 'Any characters',
};

export const token = {
  title: 'Tokens',
  kinds,
  forms,
  parts,
  partStates,
  facts,
  from,
  alphabets,

  fromConnections: 'From connections',
  fromYou: 'Pasted',
  readHere: 'Read on this computer. A token is sent nowhere unless you ask.',
  listed: (kind: string, state: string) => `${kind}, ${state}`,
  leftShort: (d: string) => `${d} left`,
  expiredShort: 'expired',
  notReadable: 'not readable',
  numbered: (title: string, n: number) => `${title} ${count(n)}`,

  bringTitle: 'Look into a token',
  bringLead:
    'Paste a JWT, an Authorization header, a curl command, a token answer or the address of a redirect. It is read on this computer, shown masked, kept nowhere and sent nowhere.',
  paste: 'Paste a token',
  pasteAnother: 'Paste another',
  pasteFromClipboard: 'Look into the token on the clipboard',
  pasteKeys: 'Ctrl V',
  openFile: 'Open a file…',
  openTokenFile: 'Look into a token in a file…',
  type: 'Type it in…',
  drop: 'A text or file can also be dropped anywhere on this page.',
  dropHere: 'Drop it here to look into it',
  typeTitle: 'Type a token in',
  typeLabel: 'Token, header, curl command or answer',
  typeHint: 'Shown as dots. It goes straight to the core and is gone from this window.',
  typeYes: 'Look into it',
  reading: 'Reading',
  several: (n: number) =>
    plural(
      n,
      '# token was found.',
      '# tokens were found. The first is shown, all are in the list.',
    ),
  nothingTitle: 'No token was found',
  nothing:
    'The text holds nothing that could be a token. Copy the token itself from its first to its last character, or the whole answer, command or address that it is in, and paste it again.',
  codeTitle: 'This is a code, not a token',
  code: 'The text carries a sign-in code. A code opens nothing by itself: an app trades it once, within minutes, for a token. Paste the token that the app was given.',
  codeToo: 'The text also carries a sign-in code. A code is no token; it is not kept.',

  valid: 'Valid',
  notExpired: 'Not expired',
  expiredTag: 'Expired',
  wrongSignature: 'Signature wrong',
  notYet: 'Not valid yet',
  noEnd: 'No end known',

  characters: (n: number) => `${count(n)} characters`,
  masked: 'The token, masked',
  neverShown: 'Never shown here. Copy empties the clipboard after 60 s.',
  neverCopied: 'Never shown and never copied: it opens more than any other.',
  inMemory: 'Kept in memory until you leave this page.',

  renew: 'Refresh now',
  renewing: 'Refreshing',
  renewed: 'The service gave new tokens.',
  ask: 'Ask the server',
  compare: 'Compare',
  compareOthers: 'Compare with',
  comparePaste: 'Compare with the clipboard',
  copy: 'Copy',
  copyToken: 'Copy the token itself',
  copyJson: 'Copy as JSON for a ticket',
  copyMarkdown: 'Copy as Markdown for a ticket',
  copiedToken: 'The token is on the clipboard. It is taken off after 60 s.',
  copiedRedacted: 'Header and claims are on the clipboard, without the signature.',
  forget: 'Forget',
  forgotten: 'The token was forgotten.',
  forgottenTitle: 'This token was forgotten',
  goneTitle: 'There is no such token',
  noneAction: 'Go to connections',

  revoke: 'Revoke…',
  revokeToken: 'Revoke this token…',
  revokeTitle: (kind: string, company: string) => `Revoke the ${kind.toLowerCase()} of ${company}?`,
  revokeEnds:
    'The service stops accepting it, and the tokens that belong to the same sign-in. This cannot be taken back.',
  revokeSignsOut: (company: string) =>
    `${company} is signed out here. Nothing can be loaded or sent until you sign in again.`,
  revokeKeeps: (unsent: number) =>
    unsent === 0
      ? 'Rows on this computer stay.'
      : plural(
          unsent,
          'Rows on this computer and # unsent change stay.',
          'Rows on this computer and # unsent changes stay.',
        ),
  revokeYes: 'Revoke and sign out',
  revoking: 'Revoking',
  revoked: (company: string) => `The token was revoked. ${company} is signed out.`,

  lifetimeTitle: 'Lifetime',
  issued: 'Issued',
  begins: 'Not before',
  expires: 'Expires',
  now: 'Now',
  ago: (d: string) => `${d} ago`,
  inTime: (d: string) => `in ${d}`,
  left: (d: string) => `${d} left`,
  expired: (d: string) => `Expired ${d} ago`,
  validIn: (d: string) => `Valid in ${d}`,
  noExpiry: 'It does not say when it ends.',
  endIsNoTime: (end: number) => `It says that it ends at ${end}, which is no time of a calendar.`,
  endInMillis: (end: number) =>
    `It says that it ends at ${end}, which looks like milliseconds. Times of tokens are seconds, so services may never take it as over.`,
  noExpiryOf: 'No end is known of it. It may open the service until somebody revokes it.',
  lifetime: (issued: string, now: string, expires: string) =>
    `Issued ${issued}, now ${now}, expires ${expires}`,
  lifetimeEnds: (now: string, expires: string) => `Now ${now}, expires ${expires}`,
  clockFits: 'This computer’s clock agrees with the server’s.',
  clockAhead: (d: string) => `This computer’s clock is ${d} ahead of the server’s.`,
  clockBehind: (d: string) => `This computer’s clock is ${d} behind the server’s.`,

  claimsTitle: 'Header and claims',
  name: 'Name',
  value: 'Value',
  means: 'What it means',
  header: 'Header',
  claims: 'Claims',
  own: 'Service’s own claim, no standard meaning',
  incomplete: 'Incomplete, do not rely on it',
  at: (meaning: string, when: string, distance: string) => `${meaning}: ${when}, ${distance}`,
  members: (n: number) => plural(n, '# member', '# members'),
  openClaim: (name: string) => `Show what is inside ${name}`,
  foldClaim: (name: string) => `Hide what is inside ${name}`,
  moreClaims: (n: number) => plural(n, 'Show # more line', 'Show # more lines'),
  noClaims: 'It says nothing.',

  warnings: 'What to know about it',
  cutOffTitle: 'This looks like a token that was cut off.',
  damagedTitle: 'This token is damaged.',
  signedOddTitle: 'This token is signed, and a part of it cannot be read fully.',
  askMaker:
    'its issuer signed it as it is, so copying it again does not help. Do not rely on what is read below, and show it to whoever made it.',
  notReadTitle: (length: number) => `These ${count(length)} characters were not read as a token.`,
  copyAlone:
    'copy the token alone, from its first to its last character, without the text around it.',
  detachedTitle: 'This is a signature without its content.',
  detachedText:
    'Header and signature are whole; the content was left out on purpose and travels apart from them (detached, RFC 7515, Appendix F). Without it the signature cannot be checked.',
  bringWhole: 'join the content again between the two dots, and paste it whole.',
  partsOf: (complete: number, all: number) =>
    `${count(complete)} of ${plural(all, '# part', '# parts')} can be read.`,
  whatYouCanDo: 'What you can do:',
  copyAgain:
    'copy the whole token again, from its first to its last character, without line breaks. A leading “Bearer” is fine.',
  breaksAt: (at: number, length: number) => `Breaks at character ${count(at)} of ${count(length)}`,
  stillReadable: 'What we could still read',
  part: 'Part',
  state: 'State',
  encryptedTitle: 'This token is encrypted, and that is normal.',
  encryptedText:
    'Only the service that it is meant for can open it. Its header can be read; the claims cannot.',

  opaqueTitle: 'This token cannot be read, and that is normal.',
  opaqueText:
    'It is opaque: a string that only the service understands. There is nothing to decode, so we show what we know from elsewhere.',
  known: 'What we know',
  fromWhere: 'From where',
  length: 'Length',
  alphabet: 'Made of',
  randomness: 'Randomness',
  bits: (n: number) =>
    n < 64
      ? `At most ${count(Math.round(n))} bits: even if it is random, it could be guessed`
      : `At most ${count(Math.round(n))} bits: if it is random, it could not be guessed`,
  prefix: 'Its beginning',
  prefixOf: (whose: string) => `As the tokens of ${whose} begin`,

  signature: 'Signature',
  checkWithIssuer: 'Check with the issuer’s keys',
  checkAgain: 'Check again',
  checking: 'Checking',
  keysFrom: (address: string) =>
    `Fetches the keys from ${address}, or from the address that it names for them. The token stays here.`,
  otherKeys: 'Use other keys…',
  keysTitle: 'Keys to check the signature with',
  keysHow: 'From where',
  keysAddress: 'Address',
  keysText: 'Text',
  keysFile: 'File',
  addressLabel: 'Address of a key set (JWKS)',
  addressHint: 'It is fetched once; the token is not sent.',
  keysTextLabel: 'Key set (JWKS), PEM or shared secret',
  keysTextHint:
    'Shown as dots. It is used for this check and kept with the token until it is forgotten.',
  keysFileText:
    'A file with a key set (JWKS), a PEM or a shared secret. It is read on this computer.',
  keysYes: 'Check the signature',
  keysFileYes: 'Choose a file…',

  canDo: 'What this token can do here',
  notGranted: 'Asked for and not granted.',
  notAsked: 'Not asked for.',
  notInToken: 'Not in the token.',
  grantedUnasked: 'Granted without being asked for.',
  ownScopes: 'In the words of its service, which is not known here:',
  noScopes: 'Unknown from the token.',
  noScopesTry: 'Unknown from the token. Try it, and the service tells.',
  identityDoes: 'It tells an app who signed in. It opens nothing.',
  refreshDoes:
    'It gets new access tokens without asking you. The service’s data it opens only through them.',
  base: 'Base URL (endpoint)',
  baseText: 'Every request of this connection goes there.',
  noBase: 'Not known yet',
  copyBase: 'Copy base URL',
  copiedBase: 'The base URL is on the clipboard.',
  whose: 'Whose it is',

  server: 'What the server says',
  notAskedYet: 'Not asked yet. The token is sent to its own server when you ask.',
  notOffered: 'Not offered',
  notOfferedText:
    'The service publishes no address for asking about such a token (introspection). One harmless request tells whether it is accepted.',
  notOfferedBrought:
    'A pasted token is sent nowhere by itself. One harmless request to a connection’s service tells whether it is accepted there.',
  asking: 'Asking the server',
  stopWaiting: 'Stop waiting',
  active: 'Active',
  inactive: 'Not active',
  askedAt: (at: string) => `Asked at ${at}.`,
  sameAsToken: 'It says the same as the token.',
  saysIntrospection: 'Introspection',
  saysUserInfo: 'User info',
  tryIt: 'Try it with one request',
  trying: 'Trying it',
  tryAt: 'Service to try it at',
  tryWarning: (company: string) => `The token is sent to the service of ${company}.`,
  noServiceToTry: 'There is no connection whose service it could be tried at.',
  accepted: 'Accepted',
  refused: 'Not accepted',
  notKnown: 'Not known',
  triedWith: (request: string, status: number | null) =>
    status === null ? request : `${request}, status ${status}`,

  kept: 'Where it is kept',
  keptIn: 'System keyring, entry {entry}.',
  keptInMemory: 'In memory, for this run alone.',
  keptBrought: 'Nowhere. It is in memory until you leave this page.',
  lastUsed: (at: string) => `Last used ${at}.`,
  cannotRead: 'This window cannot read it.',

  compareTitle: 'Compare two tokens',
  compareBack: 'Back to the token',
  swap: 'Swap',
  first: 'First',
  second: 'Second',
  differs: (n: number) => plural(n, '# difference', '# differences'),
  same: (n: number) => plural(n, '# line is the same', '# lines are the same'),
  findings: 'What the differences mean',
  noFindings: 'They allow the same to the same person and app.',
  absent: 'Not there',
};
