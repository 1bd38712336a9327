// The window's places.

interface Shown {
  /** A saved view; all rows without it. */
  view?: string | undefined;
  record?: string | undefined;
}

const withQuery = (path: string, query: Shown): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length > 0 ? `${path}?${new URLSearchParams(given).toString()}` : path;
};

export const paths = {
  home: '/',
  /** The form of BQE CORE, as a sign-in was begun with it or afresh. */
  addCore: (signInId?: string) =>
    signInId ? `/add/core/${encodeURIComponent(signInId)}` : '/add/core',
  addBidcore: '/add/bidcore',
  addService: '/add/service',
  addServiceSignIn: '/add/service/sign-in',
  signIn: (signInId: string) => `/sign-in/${encodeURIComponent(signInId)}`,
  connection: (id: string) => `/c/${encodeURIComponent(id)}`,
  entities: (id: string, entityType: string, shown: Shown = {}) =>
    withQuery(`/c/${encodeURIComponent(id)}/e/${encodeURIComponent(entityType)}`, shown),
  /** How the service of a connection answers. */
  answers: (id: string) => `/c/${encodeURIComponent(id)}/answers`,
  /** All unsent changes, or such as conflicts alone. */
  review: (id: string, show?: string) =>
    `/c/${encodeURIComponent(id)}/review${show ? `?show=${show}` : ''}`,
  run: (id: string, runId: string) =>
    `/c/${encodeURIComponent(id)}/run/${encodeURIComponent(runId)}`,
  token: (id: string, kind = 'accessToken') => `/token/${encodeURIComponent(id)}/${kind}`,
  /** One that a person brought. */
  broughtToken: (n: number) => `/token/pasted/${n}`,
  tokens: '/token',
  activity: '/activity',
  settings: '/settings',
  settingsAt: (section: string) => `/settings/${section}`,
};

/** The form of each service. */
export const FORMS = {
  core: paths.addCore(),
  bidcore: paths.addBidcore,
  service: paths.addService,
};
