import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toastDone } from '../../components/toast';
import { toastError } from '../../errors/ErrorNotice';
import {
  commands,
  type ConnectionFormView,
  type InstallationNameView,
  type SignInChangeView,
} from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { messages } from '../../messages';

/** How long typing has to rest before the network is looked at. */
const REST_MS = 400;

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
  const retry = useMutation({
    mutationFn: (change: SignInChangeView) => commands.retrySignIn({ signInId, change }),
    onError: toastError,
  });
  return { cancel, again, copy, paste, retry };
}

export const useNewConnection = () =>
  useQuery({
    queryKey: ['new-connection'],
    queryFn: () => commands.newConnection(),
    staleTime: Infinity,
  });

/** The form that a sign-in was begun with; nothing without one. */
export const useSignInForm = (signInId: string | undefined) =>
  useQuery({
    queryKey: ['sign-in-form', signInId],
    queryFn: () => commands.signInForm(signInId ?? ''),
    enabled: signInId !== undefined,
    staleTime: Infinity,
  });

/** Asked afresh with each key stroke: it costs nothing and knows the service's rule. */
export function useRedirectUriCheck(registered: string, sent: string) {
  const check = useQuery({
    queryKey: ['redirect-uri', registered, sent],
    queryFn: () => commands.checkRedirectUri({ registered, sent }),
    enabled: registered.trim() !== '',
    staleTime: Infinity,
    placeholderData: (held) => held,
  });
  return {
    /** The last answer, to be looked at. */
    shown: registered.trim() ? check.data : undefined,
    /** The answer to what stands in the form now. */
    current: check.isPlaceholderData ? undefined : check.data,
  };
}

/** The keyring, the port, the clock, the server and the proxy, once what they depend on rests. */
export function useExamination(form: ConnectionFormView) {
  const { installation, issuer, apiDomain, redirectUri } = form;
  const asked = JSON.stringify([installation, issuer, apiDomain, redirectUri]);
  const [rested] = useDebouncedValue(asked, REST_MS);
  const examination = useQuery({
    queryKey: ['examination', rested],
    queryFn: () => commands.examineSignIn(form),
    gcTime: 0,
    staleTime: Infinity,
  });
  const isCurrent = rested === asked && !examination.isFetching;
  return {
    found: isCurrent ? examination.data : undefined,
    error: isCurrent ? examination.error : null,
    lookAgain: () => void examination.refetch(),
  };
}

export const useConnect = () =>
  useMutation({ mutationFn: commands.connect, onError: () => undefined });

export const openPortal = (installation: InstallationNameView): void =>
  void commands.openDeveloperPortal(installation).catch(toastError);
