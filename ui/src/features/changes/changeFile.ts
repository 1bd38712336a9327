// A colleague's reviewed changes as a file: its changes become unsent ones here, and are reviewed again.

import { toastDone } from '../../components/toast';
import { toastError } from '../../errors/ErrorNotice';
import { commands } from '../../ipc/client';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { visit } from '../../place';

const words = messages.changeFile;

/** Asks for a file; where one was opened, the review comes into sight. */
export function openChangeFile(connectionId: string): void {
  commands.openChangeFile(connectionId).then((opened) => {
    if (!opened) return;
    visit(paths.review(connectionId));
    // Somebody prepared it some time ago: what the service has now is read again.
    commands.checkWithService(connectionId).catch(toastError);
    toastDone(words.opened(opened.changes, opened.madeBy, opened.left));
  }, toastError);
}
