// The window's places.

export const paths = {
  home: '/',
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
