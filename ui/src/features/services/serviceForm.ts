// Which fields each grant needs, and what a filled form still lacks.

import type { GrantView, PastedTokenView, ServiceFormView } from '../../ipc/client';
import { messages } from '../../messages';
import type { FormBlock } from '../sign-in/FormPage';

const words = messages.services.blocked;

const GRANTS: GrantView[] = [
  'authorizationCode',
  'deviceCode',
  'clientCredentials',
  'token',
  'password',
];

/** All grants, those that the document offers first and in its order; the weaker way is never first by itself. */
export const grantsOf = ({ offered }: ServiceFormView): GrantView[] => [
  ...offered,
  ...GRANTS.filter((grant) => !offered.includes(grant)),
];

export type Endpoint =
  'authorizationEndpoint' | 'deviceAuthorizationEndpoint' | 'tokenEndpoint' | 'revocationEndpoint';

const ENDPOINTS: Record<GrantView, Endpoint[]> = {
  authorizationCode: ['authorizationEndpoint', 'tokenEndpoint', 'revocationEndpoint'],
  deviceCode: ['deviceAuthorizationEndpoint', 'tokenEndpoint', 'revocationEndpoint'],
  clientCredentials: ['tokenEndpoint'],
  password: ['tokenEndpoint'],
  token: [],
};

export const endpointsOf = (grant: GrantView): Endpoint[] => ENDPOINTS[grant];

export const isNeeded = (endpoint: Endpoint): boolean => endpoint !== 'revocationEndpoint';

/** A browser, here or on another device, takes part. */
export const usesBrowser = (grant: GrantView): boolean =>
  grant === 'authorizationCode' || grant === 'deviceCode';

/** What a server published of a form, without what was changed in the form since it was asked. */
export function discovered(
  found: ServiceFormView,
  asked: ServiceFormView,
  now: ServiceFormView,
): Partial<ServiceFormView> {
  if (now.issuer !== asked.issuer) return {};
  const isNew = (name: string) => {
    const at = name as keyof ServiceFormView;
    return found[at] !== asked[at] && now[at] === asked[at] && !Array.isArray(found[at]);
  };
  return Object.fromEntries(Object.entries(found).filter(([name]) => isNew(name)));
}

/** What was typed beside the form and is held by its controls alone. */
export interface Typed {
  isConfidential: boolean;
  hasSecret: boolean;
  user: string;
  hasPassword: boolean;
  pasted: PastedTokenView | undefined;
}

export const placeOf = (field: string): string => `service-${field}`;

/** What stands between the form and the sign-in, in the order of the form. */
export function blockOf(form: ServiceFormView, typed: Typed): FormBlock | undefined {
  const { grant } = form;
  const byClient = grant !== 'token';
  const lacks: [boolean, keyof typeof words, string?][] = [
    [!form.baseUrl.trim(), 'baseUrl'],
    ...endpointsOf(grant)
      .filter(isNeeded)
      .map((one): [boolean, keyof typeof words] => [!form[one].trim(), one as keyof typeof words]),
    [byClient && grant !== 'password' && !form.clientId.trim(), 'clientId'],
    [byClient && needsSecret(grant, typed) && !typed.hasSecret, 'secret'],
    [grant === 'authorizationCode' && !isPort(form.redirectPort), 'port'],
    [grant === 'password' && !typed.user.trim(), 'user'],
    [grant === 'password' && !typed.hasPassword, 'password'],
    [grant === 'token' && !typed.pasted, 'token'],
    [grant === 'token' && Boolean(typed.pasted?.problem), 'tokenProblem', 'token'],
    [!form.headerName.trim(), 'headerName'],
  ];
  const first = lacks.find(([isLacking]) => isLacking);
  return first && { place: placeOf(first[2] ?? first[1]), reason: words[first[1]] };
}

export const needsSecret = (grant: GrantView, { isConfidential }: Typed): boolean =>
  grant === 'clientCredentials' || isConfidential;

const isPort = (port: number | null): boolean => port === null || (port >= 1024 && port <= 65535);
