import type { ConnectionFormView, NewConnectionView } from '../../ipc/client';

/** What each part of the form is given. */
export interface FormPartProps {
  form: ConnectionFormView;
  choices: NewConnectionView;
  /** Why a part holds the sign-in back. */
  reasonAt(at: string): string | undefined;
  onChange(part: Partial<ConnectionFormView>): void;
}
