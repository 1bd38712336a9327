import { useQueryClient } from '@tanstack/react-query';
import type { ConnectionFormView } from '../../ipc/client';

const KEY = ['connection-draft'];

/** The form as it was left, while the window is open. The secret is not part of it. */
export function useDraft() {
  const cache = useQueryClient();
  return {
    kept: cache.getQueryData<ConnectionFormView>(KEY),
    keep: (form: ConnectionFormView) => {
      cache.setQueryDefaults(KEY, { gcTime: Infinity });
      cache.setQueryData(KEY, form);
    },
    forget: () => cache.removeQueries({ queryKey: KEY }),
  };
}
