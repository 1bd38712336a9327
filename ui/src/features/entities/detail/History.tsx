import { Loading } from '../../../components/State';
import { ErrorNotice } from '../../../errors/ErrorNotice';
import { showClock, showDay, toMillis } from '../../../format/dates';
import { showValue } from '../../../format/values';
import type { ConnectionView, EntityTypeView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { useHistory } from '../queries';

const words = messages.detail;

/** What this computer sent for the record, newest first. */
export function History({
  connection,
  type,
  id,
}: {
  connection: ConnectionView;
  type: EntityTypeView;
  id: string;
}) {
  const journal = useHistory(connection.id, true);
  if (journal.isPending) return <Loading label={messages.common.loading} />;
  if (journal.isError) return <ErrorNotice error={journal.error} />;
  const entries = journal.data.filter((entry) => entry.entityType === type.name && entry.id === id);
  if (entries.length === 0)
    return (
      <p className="dim" style={{ padding: 16 }}>
        {words.noHistory}
      </p>
    );
  return (
    <div className="scroll" style={{ padding: 16 }}>
      <p className="sm dim3">{words.historyNote}</p>
      <ol className="col g12" style={{ marginTop: 12 }}>
        {entries.map((entry) => (
          <li key={entry.number} className="col g4">
            <b>
              {messages.outcomes[entry.outcome]},{' '}
              {showDay(new Date(toMillis(entry.at)).toISOString())} {showClock(entry.at)}
            </b>
            {entry.fields.map((change) => {
              const field = type.fields.find((one) => one.name === change.field);
              return (
                <span key={change.field} className="sm">
                  {change.title}:{' '}
                  <s className="dim3">
                    {field ? showValue(field, change.before) || messages.common.empty : ''}
                  </s>{' '}
                  <b>
                    {change.action ??
                      (field ? showValue(field, change.after) || messages.common.empty : '')}
                  </b>
                </span>
              );
            })}
          </li>
        ))}
      </ol>
    </div>
  );
}
