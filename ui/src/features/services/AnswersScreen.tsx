import { useLocation } from 'wouter';
import { Loading } from '../../components/State';
import { ErrorNotice } from '../../errors/ErrorNotice';
import { useCatalogue, useConnection } from '../../ipc/queries';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { Frame } from '../sign-in/Frame';
import { Answers } from './Answers';
import { useHabits } from './queries';
import './services.css';

const words = messages.services.answers;

/** How the service of a connection answers, looked at before its rows are read and whenever that went wrong. */
export function AnswersScreen({ connectionId }: { connectionId: string }) {
  const [, go] = useLocation();
  const connection = useConnection(connectionId);
  const catalogue = useCatalogue(connectionId);
  const habits = useHabits(connectionId);
  const error = catalogue.error ?? habits.error;
  if (connection && catalogue.data && habits.data)
    return (
      <Answers
        connection={connection}
        types={catalogue.data.entityTypes.filter((type) => type.parent === null)}
        guess={habits.data}
      />
    );
  return (
    <Frame title={words.settings} backLabel={words.later} onBack={() => go(paths.home)}>
      {error ? (
        <ErrorNotice
          error={error}
          onStep={() => {
            void catalogue.refetch();
            void habits.refetch();
          }}
        />
      ) : (
        <Loading label={messages.common.loading} />
      )}
    </Frame>
  );
}
