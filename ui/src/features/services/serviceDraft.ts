import type { ServiceDraftView, ServiceFormView } from '../../ipc/client';
import { useDraft } from '../sign-in/draft';

/** A document that was read, and the form as far as it is filled. No secret is part of it. */
export interface ServiceDraft {
  draft: ServiceDraftView;
  form: ServiceFormView;
  /** The app was registered with a secret. */
  isConfidential: boolean;
}

export const useServiceDraft = () => useDraft<ServiceDraft>('service');
