import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { toastError } from '../../errors/ErrorNotice';
import { commands, type ConnectionView } from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { visit } from '../../place';
import { useGoingRun, useWaitingRuns } from './queries';

const words = messages.runs;

interface WaitingRunsProps {
  connection: ConnectionView;
  /** Named where several companies are in sight. */
  isNamed?: boolean;
}

/** Runs of a connection that are under way or wait, with the way to them. */
export function WaitingRuns({ connection, isNamed = false }: WaitingRunsProps) {
  const { id } = connection;
  const cache = useQueryClient();
  const waiting = useWaitingRuns(id);
  const going = useGoingRun(id);
  const { mutate: resume, isPending } = useMutation({
    mutationFn: (runId: string) => commands.resumeRun(runId),
    onSuccess: (run) => {
      cache.setQueryData(keys.run(run.runId), run);
      void cache.invalidateQueries({ queryKey: keys.waitingRuns(id) });
      visit(paths.run(id, run.runId));
    },
    onError: toastError,
  });
  const look = (runId: string) => visit(paths.run(id, runId));
  const company = isNamed && <b>{connection.company}: </b>;
  return (
    <>
      {going && (
        <div className="banner calm" role="status">
          <span className="spin" />
          <span className="grow">
            {company}
            {words.going(going.total - going.left, going.total)}
          </span>
          <Button size="xsm" onClick={() => look(going.runId)}>
            {words.look}
          </Button>
        </div>
      )}
      {waiting.map((run) => (
        <div className="banner" role="status" key={run.runId}>
          <Icon name={run.waitsFor === 'signIn' ? 'key' : 'pause'} />
          <span className="grow">
            {company}
            <b>{words.waiting(run.left, run.total)}</b> {run.waiting}
          </span>
          {/* To be signed in for, it has its own place. */}
          {run.waitsFor === 'signIn' ? (
            <Button size="xsm" onClick={() => look(run.runId)}>
              {words.look}
            </Button>
          ) : (
            <>
              <Button size="xsm" look="ghost" onClick={() => look(run.runId)}>
                {words.look}
              </Button>
              <Button size="xsm" disabled={isPending} onClick={() => resume(run.runId)}>
                {words.goOn}
              </Button>
            </>
          )}
        </div>
      ))}
    </>
  );
}
