// For which connection a sign-in is made and where the work goes on after it.

import { useQueryClient } from '@tanstack/react-query';
import { keys } from './queries';

export interface Way {
  /** Nothing for a new one. */
  connectionId?: string;
  /** The place that the person came from, which is come back to. */
  place?: string | undefined;
  /** The form that it was begun with, where the core keeps none. */
  form?: string;
}

export function useWay() {
  const cache = useQueryClient();
  return {
    of: (signInId: string) => cache.getQueryData<Way>(keys.way(signInId)),
    keep: (signInId: string, way: Way | undefined) => {
      cache.setQueryDefaults(keys.way(signInId), { gcTime: Infinity });
      cache.setQueryData(keys.way(signInId), way);
    },
  };
}
