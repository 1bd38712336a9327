// Keys as they are called on the keyboard before the person.

const MAC: [RegExp, string][] = [
  [/\bCtrl\b/g, '⌘'],
  [/\bAlt\b/g, '⌥'],
];

/** "Ctrl V", on macOS "⌘ V": there the command key does what Ctrl does elsewhere. */
export const keysHere = (keys: string): string =>
  /^Mac/.test(navigator.platform)
    ? MAC.reduce((named, [key, mark]) => named.replace(key, mark), keys)
    : keys;
