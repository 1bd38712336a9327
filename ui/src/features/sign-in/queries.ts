import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toastDone } from '../../components/toast';
import { toastError } from '../../errors/ErrorNotice';
import { commands } from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { messages } from '../../messages';

/** Events bring news; the slow look catches one that came before anybody listened. */
export const useSignIn = (signInId: string) =>
  useQuery({
    queryKey: keys.signIn(signInId),
    queryFn: () => commands.signIn(signInId),
    refetchInterval: 3000,
  });

export function useSignInActions(signInId: string) {
  const cache = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => commands.cancelSignIn(signInId),
    onError: toastError,
  });
  const again = useMutation({
    mutationFn: () => commands.openBrowserAgain(signInId),
    onError: toastError,
  });
  const copy = useMutation({
    mutationFn: () => commands.copySignInLink(signInId),
    onSuccess: () => toastDone(messages.signIn.copied),
    onError: toastError,
  });
  const paste = useMutation({
    mutationFn: (address: string) => commands.pasteRedirect({ signInId, address }),
    onSuccess: (signIn) => cache.setQueryData(keys.signIn(signInId), signIn),
  });
  return { cancel, again, copy, paste };
}
