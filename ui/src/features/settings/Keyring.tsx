import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { ErrorNotice } from '../../errors/ErrorNotice';
import { ThisRunOnly } from '../../errors/ThisRunOnly';
import type { KeyringStateView } from '../../ipc/client';
import { useDesk } from '../../ipc/queries';
import { messages } from '../../messages';
import { LoadingPart } from './LoadingPart';
import { useKeyring } from './queries';

const words = messages.settings.keyring;
const DOTS: Record<KeyringStateView, string> = {
  answers: 'ok',
  locked: 'warn',
  silent: 'warn',
  unavailable: 'bad',
  thisRunOnly: 'warn',
};

/** Where tokens rest, and whether that answers. */
export function Keyring() {
  const keyring = useKeyring();
  const desk = useDesk();
  if (keyring.isError)
    return <ErrorNotice error={keyring.error} onStep={() => void keyring.refetch()} />;
  if (!keyring.data) return <LoadingPart />;
  const { state, milliseconds, entries } = keyring.data;
  const { title, text } = words.states[state];
  const companyOf = (id: string) => desk.data?.connections.find((one) => one.id === id)?.company;
  return (
    <div className="col g24">
      <div className="box keyring">
        <span className={`dot ${DOTS[state]}`} />
        <div className="col grow" role="status">
          <span className="t3">{title}</span>
          <span className="sm dim3">
            {state === 'answers' ? words.answered(milliseconds) : text}
          </span>
          {state === 'unavailable' && <ThisRunOnly onChosen={() => void keyring.refetch()} />}
        </div>
        <Button icon="refresh" disabled={keyring.isFetching} onClick={() => void keyring.refetch()}>
          {words.lookAgain}
        </Button>
      </div>
      <section aria-labelledby="keyring-entries">
        <h2 className="t3" id="keyring-entries">
          {words.entries}
        </h2>
        <p className="sm dim3" style={{ margin: '2px 0 8px' }}>
          {words.entriesText}
        </p>
        {entries.length === 0 && <p className="dim">{words.noEntries}</p>}
        {entries.length > 0 && (
          <div className="box data-box">
            <table className="tbl">
              <thead>
                <tr>
                  <th scope="col">{words.connection}</th>
                  <th scope="col">{words.entry}</th>
                </tr>
              </thead>
              <tbody>
                {entries.map((entry) => (
                  <tr key={entry.connectionId + entry.name}>
                    <th scope="row">{companyOf(entry.connectionId) ?? words.former}</th>
                    <td className="mono">{entry.name}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      <p className="note">
        <Icon name="lock" />
        <span>{words.cannotRead}</span>
      </p>
    </div>
  );
}
