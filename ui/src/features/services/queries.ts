import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { toastError } from '../../errors/ErrorNotice';
import {
  commands,
  type DocumentRequest,
  type HabitsView,
  type OpenConnectionView,
  type PastedTokenView,
  type ServiceDraftView,
  type ServiceFormView,
} from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { useForgetful } from '../../ipc/useForgetful';

/** When a service's document was last read, and what was new in it. */
export const useDescription = (connectionId: string, enabled = true) =>
  useQuery({
    queryKey: keys.description(connectionId),
    queryFn: () => commands.descriptionStatus(connectionId),
    enabled,
  });

export function useDescriptionActions(connectionId: string) {
  const cache = useQueryClient();
  const settle = {
    onError: toastError,
    onSettled: () => cache.invalidateQueries({ queryKey: keys.description(connectionId) }),
  };
  const dismiss = useMutation({
    mutationFn: () => commands.dismissNews(connectionId),
    ...settle,
  });
  const readAgain = useMutation({
    mutationFn: () => commands.readDescriptionAgain(connectionId),
    ...settle,
  });
  return { dismiss, readAgain };
}

export const useNewBidcore = () =>
  useQuery({
    queryKey: ['new-bidcore'],
    queryFn: () => commands.newBidcore(),
    staleTime: Infinity,
  });

export const openTokenPortal = (): void => void commands.openTokenPortal().catch(toastError);

/** What the core says of a pasted token. The text is passed on and kept nowhere. */
export function usePastedTokenCheck() {
  const [found, setFound] = useState<PastedTokenView>();
  const asked = useRef(0);
  const check = (text: string) => {
    const mine = ++asked.current;
    if (!text.trim()) return setFound(undefined);
    commands
      .checkPastedToken(text)
      .then((answer) => mine === asked.current && setFound(answer), toastError);
  };
  return { found, check };
}

export const useConnectBidcore = (onBegun: (opened: OpenConnectionView) => void) =>
  useForgetful(commands.connectBidcore, onBegun);

/** Reads a document, unless it was given up or left; nothing is found where the dialog was closed without a choice. */
export function useReadDocument(onRead: (found: ServiceDraftView | null) => void) {
  const read = useMutation({
    mutationFn: (request: DocumentRequest) => commands.readDocument(request),
    gcTime: 0,
  });
  const send = (request: DocumentRequest) => read.mutate(request, { onSuccess: onRead });
  return {
    send,
    again: () => read.variables && send(read.variables),
    cancel: read.reset,
    error: read.error,
    isPending: read.isPending,
  };
}

/** The addresses that the issuer of a form publishes. */
export function useDiscovery(onFound: (found: ServiceFormView, asked: ServiceFormView) => void) {
  return useMutation({
    mutationFn: (form: ServiceFormView) => commands.discoverEndpoints({ form }),
    onSuccess: onFound,
  });
}

export const useConnectService = (onBegun: (opened: OpenConnectionView) => void) =>
  useForgetful(commands.connectService, onBegun);

export const useGiveCredential = (onBegun: (opened: OpenConnectionView) => void) =>
  useForgetful(commands.giveCredential, onBegun);

export const useHabits = (connectionId: string) =>
  useQuery({
    queryKey: ['habits', connectionId],
    queryFn: () => commands.habits(connectionId),
    gcTime: 0,
    staleTime: Infinity,
  });

export function useKeepHabits(connectionId: string, onKept: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (habits: HabitsView) => commands.setHabits({ connectionId, habits }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.desk });
      onKept();
    },
  });
}

/** The first rows with habits that are tried; `stop` gives the wait up. */
export function usePreview(
  connectionId: string,
  entityType: string | undefined,
  habits: HabitsView | undefined,
) {
  const cache = useQueryClient();
  const queryKey = ['preview', connectionId, entityType, habits];
  const preview = useQuery({
    queryKey,
    queryFn: () =>
      commands.preview({ connectionId, entityType: entityType ?? '', habits: habits! }),
    enabled: entityType !== undefined && habits !== undefined,
    placeholderData: (held) => held,
    gcTime: 0,
    staleTime: Infinity,
  });
  return { preview, stop: () => void cache.cancelQueries({ queryKey }) };
}
