export const environments = {
  production: 'Production',
  sandbox: 'Sandbox',
  ownHosts: 'Own hosts',
  demo: 'Demo',
};
