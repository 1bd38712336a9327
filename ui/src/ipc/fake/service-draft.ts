// Documents that are read, and connections that come of them.

import type {
  ConnectServiceRequest,
  DocumentRequest,
  GrantView,
  OpenConnectionView,
  ServiceDraftView,
  ServiceFormView,
} from '../bindings';
import { fail } from './fail';
import { GUESS } from './preview';
import { connectionOf, state } from './state';
import { beginTry } from './tries';

const FORM: ServiceFormView = {
  name: 'Parcel Desk',
  baseUrl: 'https://api.parceldesk.example/v1',
  openapiAddress: '',
  grant: 'authorizationCode',
  offered: ['authorizationCode', 'token'],
  issuer: 'https://login.parceldesk.example',
  authorizationEndpoint: '',
  tokenEndpoint: '',
  deviceAuthorizationEndpoint: '',
  revocationEndpoint: '',
  clientId: '',
  clientAuthentication: 'basic',
  redirectPort: null,
  pkce: true,
  scopes: ['parcels.read', 'parcels.write'],
  headerName: 'Authorization',
  headerScheme: 'Bearer',
  habits: GUESS,
};

const type = (name: string, plural: string, fields: number, mayChange: boolean) => ({
  name,
  plural,
  path: `/${name}`,
  fields,
  mayList: true,
  mayCreate: mayChange,
  mayUpdate: mayChange,
  mayDelete: mayChange,
});

const draftOf = (part: Partial<ServiceDraftView>, form: Partial<ServiceFormView>) => ({
  draftId: `draft-${state.next++}`,
  title: 'Parcel Desk',
  format: 'OpenAPI 3.1',
  isSaved: false,
  entityTypes: [
    type('parcels', 'Parcels', 18, true),
    type('depots', 'Depots', 9, true),
    type('carriers', 'Carriers', 7, false),
  ],
  leftOut: ['POST /parcels/{id}/labels answers with a file, which is not shown.'],
  ...part,
  form: { ...structuredClone(FORM), ...form },
});

/** "not-here" cannot be fetched; a text that holds "coredesk" is a saved description. */
export function readDocument(request: DocumentRequest): ServiceDraftView | null {
  switch (request.from) {
    case 'file':
      return state.file ? draftOf({ format: 'Swagger 2.0' }, {}) : null;
    case 'address':
      return request.address.includes('not-here')
        ? fail({
            code: 'unreachable',
            message: `${request.address} answered that it has nothing there (404). Look whether the address is right, or save the document to a file.`,
            nextStep: 'fixField',
            detail: `404 GET ${request.address}`,
          })
        : draftOf({}, { openapiAddress: request.address });
    case 'text':
      if (!/openapi|swagger|coredesk/.test(request.text))
        return fail({
          code: 'unreadable',
          message:
            'This is no OpenAPI document: neither “openapi” nor “swagger” names its version. Take the document itself, not the page that shows it.',
          nextStep: 'fixField',
        });
      return request.text.includes('coredesk') ? savedDraft() : draftOf({}, {});
  }
}

const savedDraft = (): ServiceDraftView =>
  draftOf({ isSaved: true }, { clientId: 'parcel-client', ...endpointsAt(FORM.issuer) });

const endpointsAt = (issuer: string): Partial<ServiceFormView> => ({
  authorizationEndpoint: `${issuer}/authorize`,
  tokenEndpoint: `${issuer}/token`,
  deviceAuthorizationEndpoint: `${issuer}/device`,
  revocationEndpoint: `${issuer}/revoke`,
});

export function discoverEndpoints(form: ServiceFormView): ServiceFormView {
  if (!/^https:\/\/login\./.test(form.issuer))
    fail({
      code: 'unreachable',
      message: `${form.issuer} publishes no addresses of its own. Enter them by hand, as the service’s documentation names them.`,
      nextStep: 'fixField',
      detail: '404 GET /.well-known/openid-configuration',
    });
  return { ...form, ...endpointsAt(form.issuer.replace(/\/$/, '')) };
}

export function connectService(request: ConnectServiceRequest): OpenConnectionView {
  const { form } = request;
  const id = `service-${state.next++}`;
  const done = () => {
    state.others.push(
      connectionOf({
        id,
        serviceTitle: 'Parcel Desk',
        company: form.name,
        mark: 'PD',
        person: request.password?.user ?? 'API client',
        personEmail: null,
        environment: 'production',
        baseUrl: form.baseUrl,
        grant: form.grant,
        isDescribed: true,
        needsPreview: true,
        allowedRequestsPerMinute: 0,
        session: {
          state: 'ready',
          expiresAt: form.grant === 'token' ? null : Date.now() + 60 * 60_000,
          renews: RENEWS.includes(form.grant),
          reason: null,
        },
      }),
    );
    return id;
  };
  return beginTry({
    grant: form.grant,
    secret: request.token ?? request.password?.password ?? form.clientId,
    serviceTitle: 'Parcel Desk',
    host: form.baseUrl.split('/')[2] ?? '',
    ...(form.grant === 'deviceCode' ? { device: deviceCode() } : {}),
    done,
  });
}

const RENEWS: GrantView[] = ['authorizationCode', 'deviceCode', 'clientCredentials'];

const deviceCode = () => ({
  userCode: 'WDJB-MJHT',
  address: 'https://login.parceldesk.example/device',
  expiresAt: Date.now() + 10 * 60_000,
});
