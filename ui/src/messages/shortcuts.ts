export const shortcuts = {
  title: 'Keyboard shortcuts',
  footer: 'On macOS use ⌘ for Ctrl. Places and commands are also in the palette, Ctrl K.',
  groups: [
    {
      title: 'Anywhere',
      keys: [
        ['Command palette', 'Ctrl K'],
        ['This sheet', 'F1'],
        ['Switch connection', 'Ctrl 1'],
        ['Back, forward', 'Alt ← →'],
        ['Activity', 'Ctrl Shift A'],
        ['Next, previous pane', 'F6'],
      ],
    },
    {
      title: 'Workspace',
      keys: [
        ['Find an entity', 'Ctrl E'],
        ['Search rows', 'Ctrl F'],
        ['New record, or connection', 'Ctrl N'],
        ['Refresh', 'F5'],
        ['Fold the navigator', 'Ctrl B'],
      ],
    },
    {
      title: 'In the grid',
      keys: [
        ['Move', '↑ ↓ ← →'],
        ['Edit cell', 'Enter'],
        ['Keep and go right', 'Tab'],
        ['Give up this edit', 'Esc'],
        ['Undo, redo', 'Ctrl Z Y'],
        ['Copy, paste', 'Ctrl C V'],
        ['Fill selected rows', 'Ctrl D'],
        ['Select row', 'Shift Space'],
        ['Mark for deletion', 'Del'],
        ['Open the record of a cell', 'Ctrl Enter'],
        ['Open, fold a row of a tree', 'Alt → ←'],
      ],
    },
    {
      title: 'Details',
      keys: [
        ['Open or close details', 'Ctrl I'],
        ['Next, previous record', 'Alt ↓ ↑'],
      ],
    },
    {
      title: 'Review and send',
      keys: [
        ['Review changes', 'Ctrl S'],
        ['Send, or sign in', 'Ctrl Enter'],
        ['Next problem', 'F8'],
        ['Go back', 'Esc'],
      ],
    },
  ],
};
