import { toastError } from '../errors/ErrorNotice';
import { toastDone } from './toast';

/** What is no secret, such as an address or a record, the window copies by itself. */
export function copyText(text: string, done: string): void {
  navigator.clipboard.writeText(text).then(() => toastDone(done), toastError);
}
