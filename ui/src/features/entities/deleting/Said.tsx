import { Filled } from '../../../components/Filled';
import type { ConnectionView } from '../../../ipc/client';
import { messages } from '../../../messages';

const words = messages.deleting;

/** What is about to happen, and in which company. */
export function Where({ connection, lead }: { connection: ConnectionView; lead: string }) {
  return (
    <p className="dim">
      {lead} <Filled text={words.company} places={{ company: <b>{connection.company}</b> }} />{' '}
      <span className={`tag${connection.environment === 'production' ? ' prod' : ''}`}>
        {messages.environments[connection.environment]}
      </span>
    </p>
  );
}

/** What the service says about deleting such records. */
export function Rules({ connection, rules }: { connection: ConnectionView; rules: string[] }) {
  if (rules.length === 0) return null;
  return (
    <div className="col g4">
      <span className="lb">{words.rules(connection.serviceTitle)}</span>
      <ul className="rules-list sm dim">
        {rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
    </div>
  );
}
