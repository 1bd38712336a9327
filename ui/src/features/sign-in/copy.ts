import { copyText } from '../../components/copy';
import { messages } from '../../messages';

export const copyAddress = (address: string): void =>
  copyText(address, messages.newConnection.copied);
