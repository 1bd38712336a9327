import { toastDone } from '../../components/toast';
import { toastError } from '../../errors/ErrorNotice';
import { messages } from '../../messages';

/** A redirect URI is no secret: the window copies it by itself. */
export function copyAddress(address: string): void {
  navigator.clipboard
    .writeText(address)
    .then(() => toastDone(messages.newConnection.copied), toastError);
}
