// The window's places.

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
  entities: (id: string, entityType: string) =>
    `/c/${encodeURIComponent(id)}/e/${encodeURIComponent(entityType)}`,
  /** How the service of a connection answers. */
  answers: (id: string) => `/c/${encodeURIComponent(id)}/answers`,
  review: (id: string) => `/c/${encodeURIComponent(id)}/review`,
  run: (id: string, runId: string) =>
    `/c/${encodeURIComponent(id)}/run/${encodeURIComponent(runId)}`,
  token: (id: string) => `/token/${encodeURIComponent(id)}`,
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
