import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toastError } from '../../errors/ErrorNotice';
import { commands, type EntityTypeRequest, type KeepRequest } from '../../ipc/client';
import { keys } from '../../ipc/queries';

export const useDataOnDisk = () =>
  useQuery({ queryKey: keys.dataOnDisk, queryFn: () => commands.dataOnDisk() });

/** What can be done with the rows of an entity type on this computer. */
export function useKeeping(connectionId: string) {
  const cache = useQueryClient();
  const shared = {
    onError: toastError,
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: keys.dataOnDisk });
      void cache.invalidateQueries({ queryKey: keys.mirrors(connectionId) });
    },
  };
  const keep = useMutation({
    mutationFn: (request: KeepRequest) => commands.keepEntityType(request),
    ...shared,
  });
  const refresh = useMutation({
    mutationFn: (request: EntityTypeRequest) => commands.syncEntityType(request),
    ...shared,
  });
  const drop = useMutation({
    mutationFn: (request: EntityTypeRequest) => commands.dropEntityType(request),
    ...shared,
  });
  return { keep, refresh, drop };
}

export const useKeyring = () =>
  useQuery({ queryKey: ['keyring'], queryFn: () => commands.keyring(), gcTime: 0 });

export const useAbout = () =>
  useQuery({ queryKey: ['about'], queryFn: () => commands.about(), staleTime: Infinity });
