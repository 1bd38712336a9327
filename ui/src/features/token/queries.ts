import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toastDone } from '../../components/toast';
import { toastError } from '../../errors/ErrorNotice';
import {
  commands,
  type CopyFormView,
  type KeysRequest,
  type TokenSourceView,
  type TokenView,
} from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { useForgetful } from '../../ipc/useForgetful';
import { messages } from '../../messages';
import { placeOf } from './source';

const words = messages.token;
const keyOf = (source: TokenSourceView) => keys.token(placeOf(source));

/** Of all connections, then those that a person brought. */
export const useTokens = () =>
  useQuery({ queryKey: [...keys.tokens, 'list'], queryFn: () => commands.tokens() });

/** A token, decoded in the core. */
export const useToken = (source: TokenSourceView) =>
  useQuery({
    queryKey: keyOf(source),
    queryFn: () => commands.inspectToken({ source }),
    retry: false,
  });

export const useComparison = (first: TokenSourceView, second: TokenSourceView) =>
  useQuery({
    queryKey: [...keyOf(first), 'with', placeOf(second)],
    queryFn: () => commands.compareTokens({ first, second }),
    retry: false,
  });

/** Checks the signature; `onDone` is called when it was, and not when a dialog was closed. */
export function useVerify(source: TokenSourceView, onDone?: () => void) {
  const cache = useQueryClient();
  return useForgetful(
    (given: KeysRequest) => commands.verifyToken({ source, keys: given }),
    (token: TokenView | null) => {
      if (!token) return;
      cache.setQueryData(keyOf(source), token);
      onDone?.();
    },
  );
}

export const useAskServer = (source: TokenSourceView) =>
  useMutation({ mutationFn: () => commands.askServer({ source }) });

export const useTry = (source: TokenSourceView) =>
  useMutation({
    mutationFn: (connectionId: string) => commands.tryToken({ source, connectionId }),
  });

export function useRenew(source: TokenSourceView) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      if (source.kind === 'connection') await commands.refreshToken(source.connectionId);
    },
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.tokens });
      toastDone(words.renewed);
    },
    onError: toastError,
  });
}

export function useRevoke(source: TokenSourceView, company: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => commands.revokeToken({ source }),
    onSuccess: async () => {
      toastDone(words.revoked(company));
      await cache.invalidateQueries({ queryKey: keys.tokens });
      await cache.invalidateQueries({ queryKey: keys.desk });
    },
    onError: toastError,
  });
}

export const copyToken = (source: TokenSourceView, form: CopyFormView): void =>
  void commands
    .copyToken({ source, form })
    .then(() => toastDone(form === 'token' ? words.copiedToken : words.copiedRedacted), toastError);
