import type { ConnectionView, ServiceRuleView } from '../../../ipc/client';
import { messages } from '../../../messages';

interface RulesProps {
  connection: ConnectionView;
  rules: ServiceRuleView[];
}

/** What the service is known to insist on, folded; rules about one field stand at that field. */
export function Rules({ connection, rules }: RulesProps) {
  if (rules.length === 0) return null;
  return (
    <details className="w2 rules">
      <summary className="sm dim">{messages.fields.insists(connection.serviceTitle)}</summary>
      <ul className="sm dim">
        {rules.map((rule) => (
          <li key={rule.text}>{rule.text}</li>
        ))}
      </ul>
    </details>
  );
}
