import { useQuery } from '@tanstack/react-query';
import { commands, type TokenKindView } from '../../ipc/client';
import { keys } from '../../ipc/queries';

/** A token of a connection, decoded in the core. */
export const useToken = (connectionId: string, token: TokenKindView) =>
  useQuery({
    queryKey: [...keys.token(connectionId), token],
    queryFn: () => commands.inspectToken({ source: { kind: 'connection', connectionId, token } }),
  });
