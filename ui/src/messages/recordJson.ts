export const recordJson = {
  label: 'The record as JSON',
  which: 'Which state of the record',
  sides: { loaded: 'As loaded', edited: 'With my edits' },
  asLoaded: 'As loaded',
  changed: 'Changed: ',
  copy: 'Copy',
  copied: 'JSON copied.',
  none: 'The service does not know this record yet.',
};
