import { showDuration } from '../format/dates';
import { count } from '../format/numbers';
import type { SignInFindingView } from '../ipc/client';

// All words of the window, in one place.
/** A finding in words, and how it is mended. */
interface Finding {
  says(number: number | null, text: string | null): string;
  mend?: string;
}

const examination: Record<SignInFindingView, Finding> = {
  keyringAnswers: { says: (ms) => `System keyring answers (${ms} ms)` },
  keyringLocked: {
    says: () => 'The system keyring is locked',
    mend: 'Unlock it in your system’s password settings, then look again.',
  },
  keyringSilent: {
    says: () => 'The system keyring did not answer within 2 seconds',
    mend: 'It may ask for its password in a window behind this one. Answer there, then look again.',
  },
  keyringUnavailable: {
    says: (_, text) => `No system keyring${text ? `: ${text}` : ''}`,
    mend: 'Start a keyring service, such as GNOME Keyring or KWallet, then look again.',
  },
  portFree: { says: (port) => `Port ${port} is free on this computer` },
  portTaken: {
    says: (port) => `Port ${port} is used by another program`,
    mend: 'Close that program and look again, or register an address with another port.',
  },
  portNotNeeded: { says: () => 'No port is needed: you will paste the browser’s address' },
  redirectUriUnusable: {
    says: () => 'The redirect URI cannot be used',
    mend: 'Correct it in the form.',
  },
  serverAnswers: { says: (ms) => `Sign-in server answers (${ms} ms)` },
  serverSilent: {
    says: (status, text) =>
      `${text ?? 'The sign-in server'} does not answer as a sign-in server${status ? ` (${status})` : ''}`,
    mend: 'Check your network connection and which installation is chosen, then look again.',
  },
  serverUnusable: {
    says: () => 'The identity address cannot be used',
    mend: 'Write it with https:// and the host, such as https://identity.example.com.',
  },
  clockRight: { says: (s) => `Clock is right to within ${Math.max(1, Math.abs(s ?? 1))} s` },
  clockWrong: {
    says: (s) =>
      `This computer’s clock is ${showDuration(Math.abs(s ?? 0) * 1000)} ${(s ?? 0) > 0 ? 'ahead' : 'behind'}`,
    mend: 'Let your system set it from the network; tokens would seem too old or not valid yet.',
  },
  clockUnknown: { says: () => 'The clock could not be compared with the server’s' },
  noProxy: { says: () => 'No proxy in between' },
  proxyUsed: {
    says: (_, text) => `Goes through the proxy ${text ?? ''}`.trim(),
    mend: 'If the sign-in server does not answer, ask who looks after the proxy to let it pass.',
  },
};

const NUMERALS = ['No', 'One', 'Two', 'Three', 'Four', 'Five'];

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

export const newConnection = {
  title: (service: string) => `Connect ${service}`,
  step: 'Step 1 of 2: app details',
  back: 'Back to connections',
  which: (service: string) => `Which ${service}?`,
  installations: {
    production: {
      title: 'Production',
      text: (host: string) => `Real company data, ${host.replaceAll('-', '‑')}`,
    },
    sandbox: { title: 'Sandbox', text: () => 'A copy for trying things out' },
    ownHosts: { title: 'Own hosts', text: () => 'Addresses that you were given' },
  },
  issuer: 'Identity address',
  issuerHint: 'Where you sign in, such as https://identity.example.com',
  apiDomain: 'API domain',
  apiDomainHint: 'Data is only ever sent to hosts of this domain',
  apiDomainNotNeeded: 'Not needed: data stay on this computer',
  clientId: 'Client ID',
  clientIdHint: 'From the developer portal, My Apps, tab Keys',
  secret: 'Client secret',
  optional: 'optional',
  secretHint: 'Only for apps of type Web. Goes to the keyring.',
  secretKept: 'kept; type to replace',
  secretKeptHint: 'The secret that you typed before is used.',
  withoutSecret: 'Connect without it',
  redirectUri: 'Redirect URI, exactly as registered in the portal',
  redirectUriHint: 'Checked as you type against the address that Coredesk sends.',
  registered: 'Registered',
  coredesk: 'Coredesk',
  comparison: 'Both addresses',
  matches: 'Matches',
  checking: 'Checking the redirect URI',
  differences: (n: number) =>
    `${NUMERALS[n] ?? count(n)} ${n === 1 ? 'difference' : 'differences'} found`,
  seeBelow: (found: string) => `${found}. See below.`,
  wouldRefuse: (service: string) => `${service} would refuse this sign-in.`,
  compares: 'It compares the two addresses character by character.',
  useRegistered: 'Use what I registered',
  useOwn: 'Use Coredesk’s own address again',
  copyOwn: 'Copy Coredesk’s address for the portal',
  copied: 'The address is on the clipboard.',
  copy: 'Copy',
  pasteTitle: 'You will paste the browser’s address.',
  pasteText:
    'Coredesk cannot wait for the browser at this address. After you granted access, copy the whole address that the browser ended on and paste it here.',
  findings: 'What was compared',
  parts: { scheme: 'Scheme', host: 'Host', port: 'Port', path: 'Path', query: 'Query' },
  same: {
    scheme: (text: string) => `Scheme is ${text}`,
    host: (text: string) =>
      `Host is ${text}${LOOPBACK.includes(text) ? ', this computer only' : ''}`,
    port: (text: string) => (text ? `Port is ${text}` : 'No port in either'),
    path: () => 'Path is the same, no extra slash',
    query: () => 'Query is the same',
  },
  isNot: 'is not',
  nothing: 'nothing',
  letterCase: 'with the same letters in capitals or small',
  slashMissing: 'The registered path ends with an extra slash',
  slashTooMany: 'The sent path ends with an extra slash',
  queryMissing: 'The registered query is not sent:',
  queryOrder: 'The registered query must come first and unchanged:',
  queryAdded: 'More follows the registered address, which is allowed',
  problems: {
    notAnAddress: 'This is not a whole address. It looks like http://127.0.0.1:53682/callback.',
    plainHttpElsewhere:
      'Plain http leads to another computer here, and the answer would travel in the open. Register an https address, or one on this computer.',
    scheme: 'The address must start with http:// or https://.',
    noPort:
      'The address names no port. Register one with a port, such as http://127.0.0.1:53682/callback.',
    userOrFragment: 'The address must hold no user name and no part after #.',
  },
  may: 'What may Coredesk do?',
  without: {
    'readwrite:core': 'Everything is read-only',
    offline_access: 'You sign in again each hour, nothing is lost',
    openid: 'Coredesk cannot show your name, and checks the company in another way',
  } as Record<string, string>,
  advanced: 'Advanced',
  pkce: 'Proof key (PKCE)',
  pkceOn: 'An answer that somebody else catches is worth nothing to them.',
  pkceOff:
    'Only the state value protects the sign-in then. Turn it off only for an app that BQE refuses otherwise.',
  authentication: 'How the secret is sent',
  authentications: {
    requestBody: { title: 'In the form', text: 'As BQE’s guide describes it' },
    basic: { title: 'As Basic', text: 'In the header, for an app that is refused otherwise' },
  },
  withoutAuthentication: 'Only with a client secret.',
  guide: 'Where do I find these?',
  portal: (service: string) => `${service} developer portal`,
  guideOpen: 'Open the {portal} and choose My Apps, Add New Application.',
  guideOpenOwn:
    'Open the developer portal of your installation and choose My Apps, Add New Application.',
  guideType:
    'Choose type Web if you want to stay signed in, Native if you do not. Only Web has a secret, shown once.',
  guideRedirect: 'Paste this as the redirect URI:',
  guideKeys: 'Copy the client ID (and the secret) from the tab Keys back here.',
  before: 'Before we open the browser',
  checkedWhen: {
    details: 'Checked when the client ID is there',
    leaving: 'Checked when you leave the field',
  },
  looking: 'Looking at the keyring, the port, the clock and the sign-in server',
  lookAgain: 'Look again',
  uriMatches: 'Redirect URI matches',
  uriDiffers: 'Redirect URI does not match yet',
  examination,
  problem: 'Problem:',
  warning: 'Note:',
  password: (service: string) =>
    `You sign in on ${service}’s own page. Coredesk never sees your password.`,
  submit: 'Sign in with browser',
  notStarted: 'The sign-in did not start',
  blocked: {
    issuer: 'Enter the identity address to go on',
    apiDomain: 'Enter the API domain to go on',
    clientId: 'Enter the client ID to go on',
    registered: 'Enter the redirect URI that is registered',
    redirectUri: 'The redirect URI does not match yet',
    unusable: 'The redirect URI cannot be used as it is',
    scopes: 'Choose at least to see company data',
    examination: 'Something stands in the way; see “Before we open the browser”',
  },
};
