import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { paths } from '../paths';
import { commands, type OpenConnectionView } from './client';

/** Opens the demo or a connection: to its rows at once, or to its sign-in. */
export function useOpen(onError: (thrown: unknown) => void) {
  const [, go] = useLocation();
  const arrive = (opened: OpenConnectionView) => {
    if (opened.signInId) go(paths.signIn(opened.signInId));
    else if (opened.connectionId) go(paths.connection(opened.connectionId));
  };
  const demo = useMutation({ mutationFn: () => commands.openDemo(), onSuccess: arrive, onError });
  const connection = useMutation({
    mutationFn: (id: string) => commands.openConnection(id),
    onSuccess: arrive,
    onError,
  });
  return {
    openDemo: () => demo.mutate(),
    openConnection: (id: string) => connection.mutate(id),
    busy: demo.isPending || connection.isPending,
  };
}
