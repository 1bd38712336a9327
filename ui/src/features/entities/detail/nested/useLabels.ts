// Names of records that a nested value points at by id.

import { useQueries } from '@tanstack/react-query';
import { labelOf } from './labels';

/** By id; those that are not on this computer are missing. */
export const useLabels = (
  connectionId: string,
  entityTypes: string[],
  ids: string[],
): Map<string, string> =>
  useQueries({
    queries: [...new Set(ids)].map((id) => ({
      queryKey: ['label', connectionId, entityTypes, id],
      queryFn: async () => [id, await labelOf(connectionId, entityTypes, id)] as const,
      staleTime: 60_000,
      retry: false,
    })),
    combine: (found) =>
      new Map(found.flatMap(({ data }) => (data?.[1] ? [[data[0], data[1]] as const] : []))),
  });

/** A picked id in the form of those that stand there already. */
export const idLike = (picked: string, example: unknown): unknown =>
  typeof example === 'number' && Number.isSafeInteger(Number(picked)) ? Number(picked) : picked;
