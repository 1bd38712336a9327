import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toastDone } from '../../components/toast';
import { toastError } from '../../errors/ErrorNotice';
import {
  commands,
  type ConnectionFormView,
  type InstallationNameView,
  type OpenConnectionView,
  type SignInChangeView,
} from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { useForgetful } from '../../ipc/useForgetful';
import { messages } from '../../messages';
import { isAddressed } from './form';

/** Events bring news; the slow look catches one that came before anybody listened. */
export const useSignIn = (signInId: string | undefined) =>
  useQuery({
    queryKey: keys.signIn(signInId ?? ''),
    queryFn: () => commands.signIn(signInId ?? ''),
    enabled: signInId !== undefined,
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
  const paste = useForgetful(
    (address: string) => commands.pasteRedirect({ signInId, address }),
    (signIn) => cache.setQueryData(keys.signIn(signInId), signIn),
  );
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

/** What the keyring, the port, the clock, the server and the proxy depend on. */
const surroundingsOf = (form: ConnectionFormView): string =>
  JSON.stringify([form.installation, form.issuer, form.apiDomain, form.redirectUri]);

/**
 * The keyring, the port, the clock, the server and the proxy. Nothing is looked at before a client ID
 * and the addresses are there and their fields were left: until then nothing is sent anywhere.
 */
export function useExamination(form: ConnectionFormView, isBegun: boolean) {
  const [left, setLeft] = useState(isBegun && isAddressed(form) ? form : undefined);
  const examination = useQuery({
    queryKey: ['examination', left && surroundingsOf(left)],
    queryFn: left ? () => commands.examineSignIn(left) : skipToken,
    gcTime: 0,
    staleTime: Infinity,
  });
  const isLeft = left !== undefined && surroundingsOf(left) === surroundingsOf(form);
  const isCurrent = isLeft && !examination.isFetching;
  const waitsFor = isLeft ? undefined : isAddressed(form) ? 'leaving' : 'details';
  return {
    found: isCurrent ? examination.data : undefined,
    error: isCurrent ? examination.error : null,
    waitsFor: waitsFor as 'leaving' | 'details' | undefined,
    /** A field was left. */
    leave: () => isAddressed(form) && setLeft(form),
    /** What is chosen, not typed, is left at once. */
    change: (next: ConnectionFormView) => {
      const isChosen =
        next.installation !== form.installation || next.redirectUri !== form.redirectUri;
      if (left && isChosen && isAddressed(next)) setLeft(next);
    },
    lookAgain: () => void examination.refetch(),
  };
}

export const useConnect = (onBegun: (opened: OpenConnectionView) => void) =>
  useForgetful(commands.connect, onBegun);

export const openPortal = (installation: InstallationNameView): void =>
  void commands.openDeveloperPortal(installation).catch(toastError);
