import type { ReactNode, Ref } from 'react';
import { TextField } from '../../components/TextField';
import type { PastedTokenView } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.pasted;

interface TokenFieldProps {
  id?: string;
  label: string;
  ref: Ref<HTMLInputElement>;
  /** What the core says of what stands in it. */
  found: PastedTokenView | undefined;
  onPaste(text: string): void;
  blocked?: string | undefined;
  autoFocus?: boolean;
}

/** A token is pasted here: masked, and held by the control alone. */
export function TokenField({ found, onPaste, ...field }: TokenFieldProps) {
  return (
    <TextField
      {...field}
      secret
      icon="lock"
      error={found?.problem ?? undefined}
      hint={found ? said(found) : words.hint}
      onChange={onPaste}
    />
  );
}

const said = ({ takenOff, length }: PastedTokenView): ReactNode =>
  [takenOff && words.takenOff(takenOff), words.characters(length)].filter(Boolean).join(' ');
