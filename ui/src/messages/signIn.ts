import type { ErrorCode, GrantView, SignInChangeView } from '../ipc/client';
import { plural } from './plural';

const retries: Record<SignInChangeView, string> = {
  nothing: 'Try again',
  withoutOfflineAccess: 'Try again without staying signed in',
  withoutPkce: 'Try again without PKCE',
  withPkce: 'Try again with PKCE',
  secretInRequestBody: 'Send the secret in the form',
  secretAsBasic: 'Send the secret as Basic',
};

/** What a person can look at when a sign-in ended, beyond the buttons. */
const advice: Partial<Record<ErrorCode, string[]>> = {
  signInDenied: [
    'Pressed it by mistake? Try again and grant access.',
    'No button to grant access? Ask an administrator of the service to approve the app, or to sign in once for you.',
    'Signed in as the wrong person? Sign out on the service’s page first, then try again.',
  ],
  signInTimedOut: [
    'The browser showed an error page of the service? It does so when the redirect URI or a permission is not registered for the app: compare both.',
    'The browser ended on a page that it could not open? Try again and paste that address.',
  ],
  portTaken: [
    'Another program waits at the same port. Close it and try again.',
    'Or register a redirect URI with another port and use that one.',
  ],
};

/** What happens while the credentials of a grant become a token. */
const exchanging: Record<GrantView, string> = {
  authorizationCode: 'Exchanging the code',
  deviceCode: 'Exchanging the code',
  clientCredentials: 'Exchanging the client’s own credentials for a token',
  password: 'Exchanging user name and password for a token',
  token: 'Reading the token',
};

export const signIn = {
  connect: (service: string) => `Connect ${service}`,
  again: (company: string) => `Sign in to ${company}`,
  step: 'Sign in',
  stepTwo: 'Step 2 of 2: sign in',
  title: 'Finish in your browser',
  titlePaste: 'Grant access in your browser, then paste its address here',
  lead: (service: string) =>
    `${service} asks there whether Coredesk may see and change data of your company. Come back here when you have answered.`,
  sameCompany: (company: string, person: string | undefined) =>
    `Choose ${company}${person ? ` and sign in as ${person}` : ' and the same person as before'}. Another company or person is another connection.`,
  opened: 'Opened your browser',
  notOpened: 'Your browser was not opened',
  at: (host: string) => `At ${host}`,
  waiting: 'Waiting for your consent',
  waitingText: (service: string, minutes: number) =>
    plural(
      minutes,
      `Sign in to ${service} in the browser and grant access. Take your time; we wait # minute.`,
      `Sign in to ${service} in the browser and grant access. Take your time; we wait # minutes.`,
    ),
  exchanging,
  trying: 'Trying the token with one request',
  titleTrying: (service: string) => `Connecting to ${service}`,
  leadTrying: 'The token is tried before it is kept. Nothing is changed at the service.',
  waitingForCode: 'Waiting until the code is entered',
  titleCode: 'Enter this code',
  leadCode: (service: string) =>
    `Open the address on this computer or any other device, sign in to ${service} there and enter the code. Come back here when you are done.`,
  code: 'The code and where it is entered',
  copyCode: 'Copy code',
  codeCopied: 'The code is on the clipboard.',
  codeEnds: (left: string) => `Ends in ${left}`,
  codeEnded: 'It has ended',
  openAddress: 'Open the address',
  copyAddress: 'Copy address',
  addressCopied: 'The address is on the clipboard.',
  storing: 'Storing the tokens in the system keyring',
  signedIn: 'Signed in',
  refused: 'Consent was refused',
  appRefused: 'The app was refused',
  sentBack: (service: string) => `${service} sent you back without a code`,
  failed: 'This step failed',
  openAgain: 'Open the browser again',
  copyLink: 'Copy link',
  copied: 'The sign-in address is on the clipboard.',
  cancel: 'Cancel',
  back: 'Back to connections',
  backToForm: 'Back to the app details',
  backToWork: 'Back to where you were',
  escBack: '{key} to go back',
  pasteTitle: 'The browser shows an error, or nothing came back?',
  pasteTitleFirst: 'Paste the address here when you have granted access',
  pasteText:
    'Copy the whole address your browser ended on and paste it here. It starts with {start}',
  pasteLabel: 'The address your browser ended on',
  pastePlaceholder: 'Paste the address your browser ended on',
  noBrowser: 'No browser could be opened. Copy the link and open it yourself; we wait here.',
  pasteRefused:
    'This is not the answer of this sign-in. Copy the whole address, from http to the end, from the tab that opened last.',
  continue: 'Continue',
  listening: (at: string) =>
    `Listening at ${at}, on this computer only. It closes as soon as the answer arrives.`,
  notListening: (at: string) =>
    `Coredesk cannot wait at ${at}. The page there may show an error; only its address matters.`,
  canDo: 'What you can do',
  retries,
  changeDetails: 'Change app details',
  changeForm: 'Change the sign-in',
  advice,
  steps: 'Sign-in steps',
  cancelled: 'You gave this sign-in up',
  cancelledText: 'Nothing was stored and nothing was changed.',
};
