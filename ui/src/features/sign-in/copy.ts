import { toastDone } from '../../components/toast';
import { toastError } from '../../errors/ErrorNotice';
import { messages } from '../../messages';

/** What is no secret, such as an address or a scope, the window copies by itself. */
export function copyText(text: string, done: string): void {
  navigator.clipboard.writeText(text).then(() => toastDone(done), toastError);
}

export const copyAddress = (address: string): void =>
  copyText(address, messages.newConnection.copied);
