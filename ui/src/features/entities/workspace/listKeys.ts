// The keys of a list, wherever in the window the keyboard is.

import { toastDone } from '../../../components/toast';
import { useKeys } from '../../../components/useKeys';
import { messages } from '../../../messages';

const words = messages.workspace;

interface ListKeys {
  mayWrite: boolean;
  mayCreate: boolean;
  refresh(): void;
  create(): void;
  turnDetail(): void;
  /** False where there is nothing to take back. */
  undo(): boolean;
  redo(): boolean;
  step(by: 1 | -1): void;
}

export function useListKeys(keys: ListKeys): void {
  const { mayWrite, mayCreate, refresh, create, turnDetail, undo, redo, step } = keys;
  const again = () => {
    if (!mayWrite) toastDone(words.readOnly);
    else if (!redo()) toastDone(words.nothingToUndo);
  };
  useKeys({
    f5: refresh,
    'mod+n': () => (mayCreate ? create() : !mayWrite && toastDone(words.readOnly)),
    'mod+i': turnDetail,
    'mod+z': () =>
      toastDone(!mayWrite ? words.readOnly : undo() ? words.undone : words.nothingToUndo),
    'mod+y': again,
    'mod+shift+z': again,
    'alt+arrowdown': () => step(1),
    'alt+arrowup': () => step(-1),
  });
}
