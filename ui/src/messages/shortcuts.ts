/** What a key does, and its caps with a space between them. */
export type Shortcut = readonly [what: string, keys: string];

/** Every key of the window, as the sheet shows them: by column, in groups. */
const columns: { title: string; keys: Shortcut[] }[][] = [
  [
    {
      title: 'Anywhere',
      keys: [
        ['Command palette', 'Ctrl K'],
        ['This sheet', 'F1'],
        ['Switch connection', 'Ctrl 1'],
        ['Back', 'Alt ←'],
        ['Forward', 'Alt →'],
        ['Activity', 'Ctrl Shift A'],
        ['Tokens', 'Ctrl Shift T'],
        ['Settings', 'Ctrl ,'],
        ['Next pane', 'F6'],
        ['Previous pane', 'Shift F6'],
        ['Larger text', 'Ctrl +'],
        ['Smaller text', 'Ctrl -'],
        ['Usual text size', 'Ctrl 0'],
        ['Light or dark', 'Ctrl Shift L'],
      ],
    },
    {
      title: 'Review and send',
      keys: [
        ['Review changes', 'Ctrl S'],
        ['Send, or sign in', 'Ctrl ↵'],
        ['Next problem', 'F8'],
        ['Go back', 'Esc'],
      ],
    },
    {
      title: 'Tokens',
      keys: [
        ['Look into the clipboard', 'Ctrl V'],
        ['Read again', 'F5'],
        ['Leave the comparison', 'Esc'],
      ],
    },
  ],
  [
    {
      title: 'In the grid',
      keys: [
        ['Search rows', 'Ctrl F'],
        ['Move', '↑ ↓ ← →'],
        ['Edit cell', '↵'],
        ['Edit cell at its end', 'F2'],
        ['Keep and go right', 'Tab'],
        ['Keep and go left', 'Shift Tab'],
        ['Give up this edit', 'Esc'],
        ['Fill selected rows', 'Ctrl D'],
        ['Copy, paste', 'Ctrl C V'],
        ['Undo, redo', 'Ctrl Z Y'],
        ['Open the record of a cell', 'Ctrl ↵'],
        ['On a tree row: open, fold', 'Alt → ←'],
        ['On a header: its menu', 'Alt ↓'],
        ['On a header: wider, narrower', 'Alt → ←'],
        ['On a filter: take it away', 'Del'],
        ['Refresh', 'F5'],
      ],
    },
    {
      title: 'Navigator',
      keys: [
        ['Find an entity', 'Ctrl E'],
        ['Fold the navigator', 'Ctrl B'],
        ['Menu of a saved view', 'Shift F10'],
      ],
    },
  ],
  [
    {
      title: 'Rows',
      keys: [
        ['New row, or connection', 'Ctrl N'],
        ['Select row', 'Shift Space'],
        ['Select to here', 'Shift ↓'],
        ['Select all shown', 'Ctrl A'],
        ['Mark for deletion', 'Del'],
        ['Menu of the row', 'Shift F10'],
        ['Open or close details', 'Ctrl I'],
      ],
    },
    {
      title: 'Details',
      keys: [
        ['Next, previous record', 'Alt ↓ ↑'],
        ['In place of the rows', 'Ctrl Shift I'],
        ['Open the record in a field', 'Alt ↵'],
      ],
    },
  ],
];

export const shortcuts = {
  title: 'Keyboard shortcuts',
  find: 'Find a shortcut',
  none: 'No key does this. Every command is also in the palette.',
  footer: 'On macOS use ⌘ for Ctrl. Places and commands are also in the palette, Ctrl K.',
  columns,
};
