import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toastDone } from '../../components/toast';
import { toastError } from '../../errors/ErrorNotice';
import { commands, type ConnectionView } from '../../ipc/client';
import { messages } from '../../messages';
import { useSignedOutByOneself } from './ended';

export function useConnectionActions() {
  const cache = useQueryClient();
  const words = messages.connections;
  const bySelf = useSignedOutByOneself();
  const settle = { onError: toastError, onSettled: () => cache.invalidateQueries() };
  const signOut = useMutation({
    mutationFn: (connection: ConnectionView) => commands.signOut(connection.id),
    onSuccess: (_, connection) => {
      bySelf(connection.id);
      toastDone(words.signedOut(connection.company));
    },
    ...settle,
  });
  const remove = useMutation({
    mutationFn: (connection: ConnectionView) => commands.removeConnection(connection.id),
    onSuccess: (_, connection) => toastDone(words.removed(connection.company)),
    ...settle,
  });
  const resetDemo = useMutation({
    mutationFn: () => commands.resetDemo(),
    onSuccess: () => toastDone(words.resetDone),
    ...settle,
  });
  const saveDescription = useMutation({
    mutationFn: (connection: ConnectionView) => commands.saveDescription(connection.id),
    onSuccess: (isSaved) => isSaved && toastDone(words.descriptionSaved),
    onError: toastError,
  });
  const readDescription = useMutation({
    mutationFn: (connection: ConnectionView) => commands.readDescriptionAgain(connection.id),
    onSuccess: (_, connection) => toastDone(words.descriptionRead(connection.company)),
    ...settle,
  });
  return {
    signOut: signOut.mutate,
    remove: remove.mutate,
    resetDemo: () => resetDemo.mutate(),
    saveDescription: saveDescription.mutate,
    readDescription: readDescription.mutate,
  };
}
