// The accounts of the demo services, in memory.

import type { ConnectionView, DemoView, OpenConnectionView } from '../bindings';
import { COMPANY, connectionOf, ID, state } from './state';
import { beginTry } from './tries';

/** The second account, whose token the demo services give out themselves. */
export const NORTHLIGHT_ID = 'demo-northlight';

const NORTHLIGHT: Partial<ConnectionView> = {
  id: NORTHLIGHT_ID,
  grant: 'token',
  isDescribed: true,
  serviceTitle: 'BidCore Workflow',
  company: 'Northlight Media',
  mark: 'NM',
  person: 'Permanent token',
  personEmail: null,
  environment: 'demo',
  baseUrl: 'http://127.0.0.1:41873/bidcore',
  allowedRequestsPerMinute: 0,
};

const READY = { state: 'ready', expiresAt: null, renews: false, reason: null } as const;

const northlight = () => state.others.find((one) => one.id === NORTHLIGHT_ID);

export const demos = (): DemoView[] => [
  {
    service: 'bqe-core',
    serviceTitle: 'BQE CORE',
    company: COMPANY,
    mark: 'FE',
    entityTypes: 18,
    rows: 21300,
    connectionId: state.connected ? ID : null,
  },
  {
    service: 'bidcore',
    serviceTitle: 'BidCore',
    company: 'Northlight Media',
    mark: 'NM',
    entityTypes: 20,
    rows: 15557,
    connectionId: northlight()?.id ?? null,
  },
];

export const demoIdOf = (service: string): string => (service === 'bidcore' ? NORTHLIGHT_ID : ID);

/** Nobody is asked for anything. */
export function signInToNorthlight(): OpenConnectionView {
  return beginTry({
    grant: 'token',
    secret: '',
    serviceTitle: 'BidCore Workflow',
    host: '127.0.0.1',
    environment: 'demo',
    done: () => {
      const known = northlight();
      if (known) known.session = { ...READY };
      else state.others.push(connectionOf({ ...NORTHLIGHT, session: { ...READY } }));
      return NORTHLIGHT_ID;
    },
  });
}
