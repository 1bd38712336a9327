// What a filled form still lacks.

import type {
  ConnectionFormView,
  RedirectUriCheckView,
  SignInExaminationView,
} from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.newConnection;

export type Blocking =
  'issuer' | 'apiDomain' | 'clientId' | 'redirectUri' | 'scopes' | 'examination';

export interface Block {
  at: Blocking;
  reason: string;
}

export const READING = ['read:core', 'readwrite:core'];

const ON_THIS_COMPUTER = /^http:\/\/(127(\.\d{1,3}){3}|\[::1\])([:/]|$)/;

/** A service on this computer sends data nowhere else, so no domain has to be named. */
export const needsDomain = (form: ConnectionFormView): boolean =>
  form.installation === 'ownHosts' && !ON_THIS_COMPUTER.test(form.issuer.trim());

/** The element that a reason leads to. */
export const placeOf = (at: Blocking): string => `new-connection-${at}`;

/** A secret belongs to one client at one installation. */
export const isSameClient = (one: ConnectionFormView, other: ConnectionFormView): boolean =>
  (['installation', 'issuer', 'apiDomain', 'clientId'] as const).every(
    (part) => one[part].trim() === other[part].trim(),
  );

/** What has to be there before anything is sent anywhere. */
export const isAddressed = (form: ConnectionFormView): boolean =>
  form.clientId.trim() !== '' &&
  (form.installation !== 'ownHosts' || form.issuer.trim() !== '') &&
  (!needsDomain(form) || form.apiDomain.trim() !== '');

/** What stands between the form and the browser, in the order of the form. */
export function blocksOf(
  form: ConnectionFormView,
  check: RedirectUriCheckView | undefined,
  examination: SignInExaminationView | undefined,
): Block[] {
  const own = form.installation === 'ownHosts';
  const blocks: (Block | false)[] = [
    own && !form.issuer.trim() && { at: 'issuer', reason: words.blocked.issuer },
    needsDomain(form) &&
      !form.apiDomain.trim() && { at: 'apiDomain', reason: words.blocked.apiDomain },
    !form.clientId.trim() && { at: 'clientId', reason: words.blocked.clientId },
    redirectBlock(form, check),
    !READING.some((scope) => form.scopes.includes(scope)) && {
      at: 'scopes',
      reason: words.blocked.scopes,
    },
    // Where nothing is known yet, nothing is held back: the core looks again when it begins.
    examination?.mayBegin === false && { at: 'examination', reason: words.blocked.examination },
  ];
  return blocks.filter((block) => block !== false);
}

function redirectBlock(
  form: ConnectionFormView,
  check: RedirectUriCheckView | undefined,
): Block | false {
  if (!form.registeredRedirectUri.trim())
    return { at: 'redirectUri', reason: words.blocked.registered };
  if (!check) return { at: 'redirectUri', reason: words.checking };
  if (check.problem) return { at: 'redirectUri', reason: words.blocked.unusable };
  return !check.matches && { at: 'redirectUri', reason: words.blocked.redirectUri };
}

/** With a scope asked for or not, in the order in which the service lists them. */
export function withScope(
  form: ConnectionFormView,
  all: string[],
  scope: string,
  asked: boolean,
): string[] {
  return all.filter((one) => (one === scope ? asked : form.scopes.includes(one)));
}
