import type { ServiceFormView } from '../../ipc/client';

/** What each part of a service's form is given. */
export interface ServicePartProps {
  form: ServiceFormView;
  /** Why a field holds the sign-in back. */
  reasonAt(field: string): string | undefined;
  onChange(part: Partial<ServiceFormView>): void;
}
