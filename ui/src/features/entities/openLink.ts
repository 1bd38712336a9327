import { toastError } from '../../errors/ErrorNotice';
import { commands, type OpenLinkRequest } from '../../ipc/client';

/** In the system browser. The core reads the address and decides whether it may be opened. */
export function openLink(request: OpenLinkRequest): void {
  commands.openLink(request).catch(toastError);
}
