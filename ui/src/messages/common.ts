export const common = {
  slowDown: (service: string) => `${service} asked us to slow down.`,
  goingOn: (seconds: number) => `Going on in ${seconds} s.`,
  withKeys: (what: string, keys: string) => `${what} (${keys})`,
  /** Whole sentences after one another; what there is not is left out. */
  sentences: (...all: (string | undefined)[]) => all.filter(Boolean).join(' '),
  cancel: 'Cancel',
  close: 'Close',
  undo: 'Undo',
  loading: 'Loading',
  tryAgain: 'Try again',
  copyDetails: 'Copy details',
  detailsForSupport: 'Details for support',
  noSecrets: 'No token, code or secret is in them.',
  empty: 'empty',
  yes: 'Yes',
  no: 'No',
};
