import type { ServiceFormView } from '../../ipc/client';

/** Other values of some fields, or what they become in the form as it is by then. */
export type FormChange =
  Partial<ServiceFormView> | ((now: ServiceFormView) => Partial<ServiceFormView>);

/** What each part of a service's form is given. */
export interface ServicePartProps {
  form: ServiceFormView;
  /** Why a field holds the sign-in back. */
  reasonAt(field: string): string | undefined;
  onChange(change: FormChange): void;
}
