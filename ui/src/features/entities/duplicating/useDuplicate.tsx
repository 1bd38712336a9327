import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { toastDone } from '../../../components/toast';
import { toastError } from '../../../errors/ErrorNotice';
import { commands, type ConnectionView, type EntityTypeView } from '../../../ipc/client';
import { useCatalogue } from '../../../ipc/queries';
import { useDraftsChanged } from '../../../ipc/useDraftsChanged';
import { messages } from '../../../messages';
import { DuplicateDialog } from './DuplicateDialog';
import { partsOf } from './parts';

const words = messages.duplicating;

/** Copies of records as drafts: at once, or after asking what is copied along. */
export function useDuplicate(
  connection: ConnectionView,
  type: EntityTypeView,
  onCopied: (id: string) => void,
) {
  const [asking, setAsking] = useState<string>();
  const connectionId = connection.id;
  const changed = useDraftsChanged(connectionId);
  const parts = partsOf(type, useCatalogue(connectionId).data?.entityTypes ?? []);
  const copy = useMutation({
    mutationFn: ({ id, along }: { id: string; along: string[] }) =>
      commands.duplicate({ connectionId, entityType: type.name, id, with: along }),
    onSuccess: ({ createdId }) => {
      toastDone(words.copied);
      if (createdId) onCopied(createdId);
    },
    onError: toastError,
    onSettled: () => void changed(),
  });
  const start = (id: string) => (parts.length > 0 ? setAsking(id) : copy.mutate({ id, along: [] }));
  return {
    isOffered: connection.mayWrite && type.mayCreate,
    label: parts.length > 0 ? words.open : words.now,
    start,
    dialog: (
      <DuplicateDialog
        type={type}
        parts={parts}
        record={
          asking === undefined ? undefined : { connectionId, entityType: type.name, id: asking }
        }
        onClose={() => setAsking(undefined)}
        onDuplicate={(along) => {
          if (asking !== undefined) copy.mutate({ id: asking, along });
          setAsking(undefined);
        }}
      />
    ),
  };
}
