import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { paths } from '../paths';
import { commands, type ConnectionView, type DemoView, type OpenConnectionView } from './client';
import { useQuestion } from './question';
import { useWay } from './way';

interface Asked {
  connection?: ConnectionView;
  /** The service of a demo account, which may not be connected yet. */
  demo?: string;
  /** Where the work goes on, if not at the connection's first rows. */
  comeBackTo?: string | undefined;
  /** Signs in although a sign-in still holds, so that another can ask for more. */
  anew?: boolean;
}

async function open({ connection, demo = '', anew }: Asked): Promise<OpenConnectionView> {
  if (!connection) return commands.openDemo(demo);
  return anew ? commands.signInAgain(connection.id) : commands.openConnection(connection.id);
}

/** Opens a demo account or a connection: to its rows at once, to its sign-in, or to what is asked for instead. */
export function useOpen(onError: (thrown: unknown) => void) {
  const [, go] = useLocation();
  const way = useWay();
  const { ask } = useQuestion();
  const opening = useMutation({
    mutationFn: open,
    onSuccess: (opened, { connection, comeBackTo }) => {
      if (opened.question) ask({ question: opened.question, comeBackTo });
      else if (opened.signInId) {
        if (connection)
          way.keep(opened.signInId, { connectionId: connection.id, place: comeBackTo });
        go(paths.signIn(opened.signInId));
      } else if (opened.connectionId) go(comeBackTo ?? paths.connection(opened.connectionId));
    },
    onError,
  });
  return {
    openDemo: (demo: DemoView) => opening.mutate({ demo: demo.service }),
    openConnection: (connection: ConnectionView, comeBackTo?: string) =>
      opening.mutate({ connection, comeBackTo }),
    signInAnew: (connection: ConnectionView, comeBackTo: string) =>
      opening.mutate({ connection, comeBackTo, anew: true }),
    busy: opening.isPending,
  };
}
