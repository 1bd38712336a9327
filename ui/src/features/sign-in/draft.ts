import { useQueryClient } from '@tanstack/react-query';

/** A form as it was left, while the window is open. No secret is part of it. */
export function useDraft<Form>(of: 'core' | 'service') {
  const cache = useQueryClient();
  const key = ['connection-draft', of];
  return {
    kept: cache.getQueryData<Form>(key),
    keep: (form: Form) => {
      cache.setQueryDefaults(key, { gcTime: Infinity });
      cache.setQueryData(key, form);
    },
    forget: () => cache.removeQueries({ queryKey: key }),
  };
}
