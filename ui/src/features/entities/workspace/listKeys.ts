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
  step(by: 1 | -1): void;
}

export function useListKeys(keys: ListKeys): void {
  const { mayWrite, mayCreate, refresh, create, turnDetail, step } = keys;
  useKeys({
    f5: refresh,
    'mod+n': () => (mayCreate ? create() : !mayWrite && toastDone(words.readOnly)),
    'mod+i': turnDetail,
    'alt+arrowdown': () => step(1),
    'alt+arrowup': () => step(-1),
  });
}
