import { Button } from '../../components/Button';
import { copyText } from '../../errors/ErrorNotice';
import { showDuration, showExactly } from '../../format/dates';
import type { WrittenView } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.activity;

/** What else is known of a write, for support. */
export function WriteDetails({ write }: { write: WrittenView }) {
  const facts = factsOf(write);
  return (
    <div className="col g6">
      <dl className="facts activity-facts">
        {facts.map(([name, value]) => (
          <div key={name} className="row">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div>
        <Button
          size="xsm"
          icon="copy"
          onClick={() => copyText(facts.map((fact) => fact.join(': ')).join('\n'))}
        >
          {messages.common.copyDetails}
        </Button>
      </div>
    </div>
  );
}

function factsOf({ entry, ...write }: WrittenView): [string, string][] {
  const took =
    write.answeredAt === null ? null : showDuration((write.answeredAt - entry.at) * 1000);
  const facts: [string, string | null][] = [
    [words.number, String(entry.number)],
    [words.sentAt, showExactly(entry.at)],
    [words.took, took],
    [words.sentBy, write.sentBy],
    [words.preparedBy, write.preparedBy],
    [words.status, entry.status === null ? null : String(entry.status)],
    [words.requestId, write.requestId],
    [words.recordId, entry.id],
    [words.said, entry.words],
    [words.cannotUndo, write.notUndoable],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null && fact[1] !== '');
}
