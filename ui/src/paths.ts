// The window's places.

export const paths = {
  home: '/',
  /** The form of BQE CORE, as a sign-in was begun with it or afresh. */
  addCore: (signInId?: string) =>
    signInId ? `/add/core/${encodeURIComponent(signInId)}` : '/add/core',
  signIn: (signInId: string) => `/sign-in/${encodeURIComponent(signInId)}`,
  connection: (id: string) => `/c/${encodeURIComponent(id)}`,
  entities: (id: string, entityType: string) =>
    `/c/${encodeURIComponent(id)}/e/${encodeURIComponent(entityType)}`,
  review: (id: string) => `/c/${encodeURIComponent(id)}/review`,
  run: (id: string, runId: string) =>
    `/c/${encodeURIComponent(id)}/run/${encodeURIComponent(runId)}`,
  token: (id: string) => `/token/${encodeURIComponent(id)}`,
  tokens: '/token',
  activity: '/activity',
};
