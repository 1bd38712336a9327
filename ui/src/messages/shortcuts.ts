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
        ['Open, fold a row', 'Alt → ←'],
      ],
    },
    {
      title: 'Details',
      keys: [
        ['Open or close details', 'Ctrl I'],
        ['In place of the rows', 'Ctrl Shift I'],
        ['Open the record in a field', 'Alt Enter'],
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
