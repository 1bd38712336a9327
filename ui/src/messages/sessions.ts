export const sessions = {
  ready: 'Ready',
  renewing: 'Renewing',
  offline: 'Offline',
  signedOut: 'Signed out',
};
