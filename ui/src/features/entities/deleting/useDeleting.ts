import { useMutation, useQuery } from '@tanstack/react-query';
import { toastDone } from '../../../components/toast';
import { toastError } from '../../../errors/ErrorNotice';
import { commands, type DependantsView, type EntityRequest } from '../../../ipc/client';
import { useDraftsChanged } from '../../../ipc/useDraftsChanged';
import { messages } from '../../../messages';

const words = messages.deleting;

/** What points at a record, asked afresh each time: unsent changes count too. */
export const useDependants = (record: EntityRequest | undefined) =>
  useQuery({
    queryKey: ['dependants', record],
    queryFn: () => commands.dependants(record as EntityRequest),
    enabled: record !== undefined,
    gcTime: 0,
    retry: false,
  });

/** Nothing to decide: nothing points at it and the service says nothing about it. */
export const isPlain = ({ groups, rules }: DependantsView): boolean =>
  groups.length === 0 && rules.length === 0;

/** All that would be marked, the record itself counted. */
export const countOfOrder = ({ order }: DependantsView): number =>
  order.reduce((sum, step) => sum + step.count, 0);

/** Marks a record alone, or with all that keeps it. */
export function useMarking({ connectionId }: { connectionId: string }, onMarked: () => void) {
  const changed = useDraftsChanged(connectionId);
  const onSettled = () => void changed();
  const only = useMutation({
    mutationFn: ({ entityType, id }: EntityRequest) =>
      commands.markForDeletion({ connectionId, entityType, ids: [id] }),
    onSuccess: onMarked,
    onError: toastError,
    onSettled,
  });
  const all = useMutation({
    mutationFn: ({ record }: { record: EntityRequest; count: number }) =>
      commands.markWithDependants(record),
    onSuccess: (_, { count }) => {
      toastDone(words.markedAll(count));
      onMarked();
    },
    onError: toastError,
    onSettled,
  });
  return { only: only.mutate, all: all.mutate };
}
